import { REDACTED } from '../redacted.ts';
import type { SecretPattern } from './secret-pattern.ts';

// These patterns take linear time for any text, because every repetition is bounded.

/** The value of an option: quoted text, or everything up to the next space. */
const VALUE = String.raw`(?!-|\[redacted\])(?:\\*"[^"]*"?|\\*'[^']*'?|[^\s"']+)`;

/** `--password x`, `--db-password x`, also as list items: `"--token", "x"`. Not `--secret id=x`, which names a file. */
const OPTION = new RegExp(
  String.raw`((?<![\w-])--(?!no-)[a-z-]{0,30}?(?:passw(?:or)?d|passphrase|pass|secret|token|credentials?` +
    String.raw`|(?:api|access|private|secret|account)-?key)\\*["']?[\s,]{1,3})(?!\\*["']?(?:\[redacted\]|id=|-))${VALUE}`,
  'gi',
);

/** `curl -u ada:x`. */
const CURL_USER =
  /(\b(?:curl|wget)\b[^\n|;]{0,120}?\s(?:-u|-U|--user|--proxy-user)[\s=]{0,3}\\*["']?)(?!\[redacted\])[^\s:"'\\]{1,64}:[^\s"'\\]+/g;

/** `mysql -u root -pX`. After a space, `mysql` would prompt for the password instead. */
const GLUED = new RegExp(
  String.raw`(\b(?:mysql|mariadb|7z)[\w-]{0,10}\b[^\n|;]{0,120}?\s-p|\s-u\s?\w[\w.@-]{0,63}(?:\s{1,3}-h\s?[\w.-]{1,64})?\s{1,3}-p)` +
    String.raw`(?=[^\s]{0,64}[^\sa-z-])(?!\d{1,5}(?![^\s:]))${VALUE}`,
  'g',
);

/** `sshpass -p x`, `redis-cli -a x`, `docker login -p x`. */
const SHORT_OPTION = new RegExp(
  String.raw`(\b(?:sshpass|redis-cli|mongo(?:sh|dump|restore)?|(?:docker|podman|helm|az|oc) login)\b[^\n|;]{0,120}?\s-[pa]\s{0,3})` +
    VALUE,
  'g',
);

/** `openssl … -passin pass:x`. */
const OPENSSL = /(-pass(?:in|out)?\s{1,3}pass:)(?!\[redacted\])[^\s"']+/g;

/** Secrets in command lines. */
export const COMMAND_LINES: readonly SecretPattern[] = [
  { sign: '--', pattern: OPTION, replacement: `$1${REDACTED}` },
  { sign: /curl|wget/, pattern: CURL_USER, replacement: `$1${REDACTED}` },
  { sign: ' -p', pattern: GLUED, replacement: `$1${REDACTED}` },
  { sign: / -[pa]/, pattern: SHORT_OPTION, replacement: `$1${REDACTED}` },
  { sign: 'pass:', pattern: OPENSSL, replacement: `$1${REDACTED}` },
];
