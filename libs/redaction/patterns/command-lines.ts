import { REDACTED } from '../redacted.ts';
import type { SecretPattern } from './secret-pattern.ts';

// Linear in any text, as all patterns here: what repeats is bounded.

/** What may follow an option: a quoted text, or all up to the next blank. */
const VALUE = String.raw`(?!-|\[redacted\])(?:\\*"[^"]*"?|\\*'[^']*'?|[^\s"']+)`;

/** `--password x`, `--db-password x`, also as the next of a list: `"--token", "x"`. `--secret id=x` names a file. */
const OPTION = new RegExp(
  String.raw`((?<![\w-])--(?!no-)[a-z-]{0,30}?(?:passw(?:or)?d|passphrase|pass|secret|token|credentials?` +
    String.raw`|(?:api|access|private|secret|account)-?key)\\*["']?[\s,]{1,3})(?!\\*["']?(?:\[redacted\]|id=|-))${VALUE}`,
  'gi',
);

/** `curl -u ada:x`. */
const CURL_USER =
  /(\b(?:curl|wget)\b[^\n|;]{0,120}?\s(?:-u|-U|--user|--proxy-user)[\s=]{0,3}\\*["']?)(?!\[redacted\])[^\s:"'\\]{1,64}:[^\s"'\\]+/g;

/** `mysql -u root -pX`: the password follows at once; a blank would mean that it is asked for. */
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
