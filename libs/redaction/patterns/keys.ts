import { REDACTED } from '../redacted.ts';
import type { SecretPattern } from './secret-pattern.ts';

// These patterns take linear time for any text: every repetition is bounded or can match in only one way.

/** A private key in PEM, even if it is cut off. */
const PRIVATE_KEY =
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g;

/** A JSON Web Token, or the beginning of one: JSON in base64. */
const JSON_WEB_TOKEN = /(?<![A-Za-z0-9])eyJ[\w-]{6,}(?:\.[\w-]{0,8192}){0,4}/g;

/** Keys with the prefix of their provider. */
export const PROVIDER_KEY = new RegExp(
  String.raw`(?<![A-Za-z0-9])(?:` +
    [
      String.raw`(?:sk|pk|rk)[-_][\w-]{16,}`, // OpenAI, Anthropic, Stripe and others
      String.raw`gh[pousr]_\w{16,}|github_pat_\w{16,}`,
      String.raw`gl(?:pat|dt|rt|soat|cbt|ptt|ft|imt|agent|oas)-[\w-]{16,}`,
      String.raw`xox[a-z]-[\w-]{8,}|xapp-[\w-]{8,}`, // Slack
      String.raw`(?:AKIA|ASIA|AROA|AIDA|ABIA|ACCA)[A-Z0-9]{16}`, // AWS
      String.raw`AIza[\w-]{30,}|ya29\.[\w-]{16,}|GOCSPX-[\w-]{16,}`, // Google
      String.raw`npm_\w{30,}|pypi-[\w-]{16,}|hf_\w{20,}|r8_\w{30,}|dapi[0-9a-f]{32}`,
      String.raw`SG\.[\w-]{16,}\.[\w-]{16,}|key-[0-9a-f]{32}|SK[0-9a-f]{32}`, // SendGrid, Mailgun, Twilio
      String.raw`do[opr]_v1_[0-9a-f]{32,}|shp(?:at|ca|pa|ss)_[0-9a-fA-F]{16,}|whsec_[\w+/=]{16,}`,
      String.raw`(?:lin_api|lin_oauth|ntn|gsk|sbp|pplx|xai|tvly|fly|dp\.pt|hvs|hvb|glc)[-_.][\w-]{20,}`,
      String.raw`\d{8,10}:AA[\w-]{32,}`, // Telegram
      String.raw`AGE-SECRET-KEY-1[A-Z0-9]{20,}`,
    ].join('|') +
    ')',
  'g',
);

/** Webhook URLs, which are secret because whoever has one can post to it. */
const WEBHOOK = new RegExp(
  String.raw`(https:\/\/(?:` +
    [
      String.raw`hooks\.slack\.com\/(?:services|workflows|triggers)\/`,
      String.raw`(?:[a-z]{1,10}\.)?discord(?:app)?\.com\/api(?:\/v\d{1,2})?\/webhooks\/`,
      String.raw`[\w-]{1,63}\.webhook\.office(?:365)?\.com\/|outlook\.office(?:365)?\.com\/webhook\/`, // Teams
      String.raw`[\w.-]{1,100}\.(?:logic\.azure|powerplatform)\.com(?::\d{1,5})?\/`, // Teams by workflows
      String.raw`hooks\.zapier\.com\/hooks\/|maker\.ifttt\.com\/trigger\/|api\.telegram\.org\/bot`,
    ].join('|') +
    String.raw`))(?!\[redacted\])[^\s"'<>\\)]+`,
  'gi',
);

/** The private members of a JSON Web Key, in a text with its `kty`. */
const PRIVATE_MEMBER = /(\\*"(?:d|p|q|dp|dq|qi|k)\\*"\s{0,3}:\s{0,3}\\*")[\w-]{16,}/g;

/** Replaces the private members of JSON Web Keys. */
export function replaceJsonWebKeys(text: string): string {
  return text.includes('kty') ? text.replace(PRIVATE_MEMBER, `$1${REDACTED}`) : text;
}

/** Keys that are recognized by their own form. */
export const KEYS: readonly SecretPattern[] = [
  { sign: '-----BEGIN', pattern: PRIVATE_KEY, replacement: REDACTED },
  { sign: 'https://', pattern: WEBHOOK, replacement: `$1${REDACTED}` },
  { sign: 'eyJ', pattern: JSON_WEB_TOKEN, replacement: REDACTED },
  { sign: /[-_.:A-Z]/, pattern: PROVIDER_KEY, replacement: REDACTED },
];
