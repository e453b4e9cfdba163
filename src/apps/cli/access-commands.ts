import type { Command } from 'commander';
import { createKey, createOrganisation, type KeyFlags, listKeys, listOrganisations, type OrganisationFlags, revokeKey } from './access.js';
import { collect } from './collect.js';
import type { OperationFlags } from './operations.js';

/** `tocsin keys …` and `tocsin organisations …` */
export function addAccessCommands(program: Command): void {
  const keys = program.command('keys').description('API keys');
  keys
    .command('create')
    .argument('<name>', 'what people call it')
    .option('--scope <scope>', 'read, write, check, admin or operator; repeatable (read)', collect, [])
    .option('--expires <when>', '12h, 30d, 4w or a time as RFC 3339; without it never')
    .option('--organisation <id>', 'whose key it is (default)')
    .option('--member <id>', 'mem_…: whose it is; never more than their role allows')
    .option('--data <dir>', 'data folder (.tocsin)')
    .action((name: string, options: KeyFlags) => createKey(name, options, process.env));
  keys
    .command('revoke')
    .argument('<id>', 'key_…')
    .option('--data <dir>', 'data folder (.tocsin)')
    .action((id: string, options: OperationFlags) => revokeKey(id, options, process.env));
  keys
    .command('list')
    .option('--organisation <id>', 'of this one alone')
    .option('--data <dir>', 'data folder (.tocsin)')
    .action((options: OrganisationFlags) => listKeys(options, process.env));
  const organisations = program.command('organisations').description('who has keys, members and things of their own here');
  organisations
    .command('create')
    .argument('<id>', 'lower-case letters, digits and dashes')
    .argument('<name>', 'what people call it')
    .option('--data <dir>', 'data folder (.tocsin)')
    .action((id: string, name: string, options: OperationFlags) => createOrganisation(id, name, options, process.env));
  organisations
    .command('list')
    .option('--data <dir>', 'data folder (.tocsin)')
    .action((options: OperationFlags) => listOrganisations(options, process.env));
}
