import { readFileSync } from 'node:fs';

/** Where the secret of a client is: one of the three, or none for a public client. */
export interface ClientSecretSource {
  clientSecret?: string | undefined;
  clientSecretFile?: string | undefined;
  clientSecretVariable?: string | undefined;
}

/** The secret of a client, or why there is none. The problem does not contain it. */
export type ClientSecret =
  { kind: 'secret'; secret: string } | { kind: 'public' } | { kind: 'fault'; problem: string };

/** Reads the secret of a client from where the options say. */
export function clientSecretOf(source: ClientSecretSource): ClientSecret {
  const { clientSecret, clientSecretFile, clientSecretVariable } = source;
  const given = [clientSecret, clientSecretFile, clientSecretVariable].filter((one) => one !== undefined);
  if (given.length === 0) return { kind: 'public' };
  if (given.length > 1)
    return fault('has more than one of clientSecret, clientSecretFile and clientSecretVariable');
  if (clientSecret !== undefined) return { kind: 'secret', secret: clientSecret };
  return clientSecretFile === undefined ? inVariable(clientSecretVariable ?? '') : inFile(clientSecretFile);
}

function inVariable(name: string): ClientSecret {
  const secret = process.env[name]?.trim();
  return secret
    ? { kind: 'secret', secret }
    : fault(`needs the environment variable ${name}, which is not set`);
}

function inFile(path: string): ClientSecret {
  try {
    const secret = readFileSync(path, 'utf8').trim();
    return secret ? { kind: 'secret', secret } : fault(`needs the file ${path}, which is empty`);
  } catch (error) {
    const { code = 'an error' } = error as NodeJS.ErrnoException;
    return fault(`needs the file ${path}, which cannot be read (${code})`);
  }
}

function fault(problem: string): ClientSecret {
  return { kind: 'fault', problem };
}
