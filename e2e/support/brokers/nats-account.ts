import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nkeys } from '@nats-io/transport-node';
import { temporaryFolder } from '../environment/temporary-folder.ts';

type KeyPair = ReturnType<typeof nkeys.createUser>;

/** An operator with one account, as `nsc` makes them: options of its server, and the credentials of a user. */
export interface NatsAccount {
  options: string[];
  /** The path of a `.creds` file. */
  credentials: string;
  /** The same of a user whose account the server does not have. */
  foreignCredentials: string;
  /** What no output may contain. */
  secrets: string[];
}

const UNLIMITED = { mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 };

export async function makeNatsAccount(): Promise<NatsAccount> {
  const folder = await temporaryFolder();
  const [operator, account, system, foreign] = [
    nkeys.createOperator(),
    nkeys.createAccount(),
    nkeys.createAccount(),
    nkeys.createAccount(),
  ];
  const limits = { subs: -1, data: -1, payload: -1, imports: -1, exports: -1, conn: -1, leaf: -1 };
  const tokens = {
    operator: token(operator, operator, { type: 'operator' }),
    account: token(operator, account, { type: 'account', limits: { ...limits, ...UNLIMITED } }),
    system: token(operator, system, { type: 'account', limits }),
  };
  const path = join(folder, 'operator.conf');
  await writeFile(
    path,
    `operator: ${tokens.operator}
system_account: ${system.getPublicKey()}
resolver: MEMORY
resolver_preload: {
  ${account.getPublicKey()}: ${tokens.account}
  ${system.getPublicKey()}: ${tokens.system}
}
`,
  );
  const [user, stranger] = [nkeys.createUser(), nkeys.createUser()];
  return {
    options: ['--config', path],
    credentials: await writeCredentials(join(folder, 'user.creds'), account, user),
    foreignCredentials: await writeCredentials(join(folder, 'stranger.creds'), foreign, stranger),
    secrets: [seedOf(user), seedOf(stranger)],
  };
}

async function writeCredentials(path: string, account: KeyPair, user: KeyPair): Promise<string> {
  const limits = { subs: -1, data: -1, payload: -1 };
  const jwt = token(account, user, { type: 'user', pub: {}, sub: {}, ...limits });
  const text = `-----BEGIN NATS USER JWT-----
${jwt}
------END NATS USER JWT------

-----BEGIN USER NKEY SEED-----
${seedOf(user)}
------END USER NKEY SEED------
`;
  await writeFile(path, text);
  return path;
}

/** Signs what one says of another, as the servers check it. */
function token(issuer: KeyPair, subject: KeyPair, facts: object): string {
  const name = subject.getPublicKey();
  const claims = {
    jti: name,
    iat: Math.floor(Date.now() / 1_000),
    iss: issuer.getPublicKey(),
    name,
    sub: name,
  };
  const body = [
    { typ: 'JWT', alg: 'ed25519-nkey' },
    { ...claims, nats: { ...facts, version: 2 } },
  ];
  const text = body.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${text}.${Buffer.from(issuer.sign(Buffer.from(text))).toString('base64url')}`;
}

function seedOf(pair: KeyPair): string {
  return Buffer.from(pair.getSeed()).toString();
}
