import { REDACTED } from '../redacted.ts';
import type { SecretPattern } from './secret-pattern.ts';

// These patterns take linear time for any text: every repetition is bounded or can match in only one way.

/** The value of a header, up to its closing quote or to the end of the line. */
const QUOTED_HEADER =
  /((?:authorization|cookie)\\*["']\s{0,3}[:=]\s{0,3}\\*["'])(?!\[redacted\])(?:[^"\\]|\\[\s\S])+/gi;
const HEADER = /((?:authorization|cookie)\s{0,3}[:=]\s{0,3})(?!["'\\\s]|\[redacted\])[^\r\n]+/gi;

/** A parameter of a URL whose name suggests a secret only in a URL. */
const QUERY =
  /([?&](?:[\w.-]{0,40}[_.-])?(?:key|code|sig|auth|sas|hash|pass|pwd)=)(?!\[redacted\])[^\s&#"'\\]+/gi;

/**
 * Credentials of an HTTP authorization scheme. After "basic", which prose also uses, they must hold a digit or a sign.
 */
const SCHEME =
  /\b(bearer\s{1,3}|(?:basic|negotiate)\s{1,3}(?=[a-z]{0,100}[\d+/=]))[A-Za-z0-9._~+/-]{8,}={0,2}/gi;

/** User and password in a URL. The password may hold characters that should have been encoded. */
const URL_USER =
  /\b([a-z][a-z0-9+.-]{1,20}:\/\/)(?!\[redacted\])(?:[^\s/?#@"'\\]{1,256}|[^\s/:@"'\\]{0,64}:(?!\d{1,5}\/)[^\s@"'\\]{1,256})@/gi;

/** Data source names: `ada:x@tcp(db:3306)/shop` of Go's MySQL driver, `jdbc:oracle:thin:ada/x@db`. */
const GO_MYSQL = /((?<![\w.-])[\w.-]{1,64}:)(?!\[redacted\])[^\s@:/"']{1,128}(?=@(?:tcp|udp|unix)\()/g;
const ORACLE = /(jdbc:oracle:\w{1,20}:[^\s/@"']{1,64}\/)(?!\[redacted\])[^\s@"']{1,128}(?=@)/g;

/** `machine HOST login ada password x` of a netrc file. */
const NETRC =
  /((?:\bmachine\s{1,5}\S{1,200}|\bdefault)\s{1,5}login\s{1,5}\S{1,100}\s{1,5}password\s{1,5})(?!\[redacted\])\S+/gi;

/** `HOST:PORT:DATABASE:USER:x` of a pgpass file. */
const PGPASS =
  /((?<![\w.:*/-])[\w.*-]{1,100}:(?:\d{4,5}|\*):[A-Za-z_*][\w*-]{0,63}:[\w*.@-]{1,64}:)(?!\[redacted\])[^\s"']{1,256}/g;

/** Credentials that are recognized by the text around them. */
export const CREDENTIALS: readonly SecretPattern[] = [
  { sign: /authorization|cookie/i, pattern: QUOTED_HEADER, replacement: `$1${REDACTED}` },
  { sign: /authorization|cookie/i, pattern: HEADER, replacement: `$1${REDACTED}` },
  { sign: '://', pattern: URL_USER, replacement: `$1${REDACTED}@` },
  { sign: /@(?:tcp|udp|unix)\(/, pattern: GO_MYSQL, replacement: `$1${REDACTED}` },
  { sign: 'jdbc:oracle:', pattern: ORACLE, replacement: `$1${REDACTED}` },
  { sign: /login/i, pattern: NETRC, replacement: `$1${REDACTED}` },
  { sign: /:(?:\d{4,5}|\*):/, pattern: PGPASS, replacement: `$1${REDACTED}` },
  { sign: /bearer|basic|negotiate/i, pattern: SCHEME, replacement: `$1${REDACTED}` },
  { sign: /[?&]/, pattern: QUERY, replacement: `$1${REDACTED}` },
];
