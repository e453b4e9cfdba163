/**
 * What expressions see, as classes that read when they are asked: most expressions look at two or three fields. Whole numbers of the language are bigint. What is not
 * known throws: an expression that needs it is an error that its owner hears of, never a silent "no".
 */
export class Unknowable extends Error {}
