import { Command } from 'commander';
import { configurationSchema } from '../../server/configuration/configuration-schema.ts';

/** `crowsnest config-schema`: prints the JSON Schema of the configuration file. */
export function configSchema(): Command {
  return new Command('config-schema')
    .description('print the JSON Schema of the configuration file, for editors')
    .action(() => void process.stdout.write(`${JSON.stringify(configurationSchema(), undefined, 2)}\n`));
}
