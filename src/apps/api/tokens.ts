/** What controllers are given. A token names one part; none is given more than it uses. */
export const CONTROL = Symbol('ControlStore');
export const LABELS_CHANGED = Symbol('labelsChanged');
export const ANALYTICS = Symbol('AnalyticsReader');
export const EVENT_LOG = Symbol('EventLog');
export const LOGGER = Symbol('Logger');
export const METRICS = Symbol('PrometheusMetrics');
export const KNOWLEDGE = Symbol('Knowledge');
export const CHAIN_STATES = Symbol('ChainStates');
export const CHECKS = Symbol('CheckPort');
export const EVIDENCE = Symbol('EvidencePort');
export const SCORING = Symbol('Scoring');
export const READINESS = Symbol('Readiness');
export const AUTHENTICATOR = Symbol('Authenticator');
export const SIGN_IN = Symbol('SignIn');
export const NOW = Symbol('Now');
export const PRIVATE_TARGETS = Symbol('AllowPrivateTargets');
export const REQUESTS_PER_MINUTE = Symbol('RequestsPerMinute');
