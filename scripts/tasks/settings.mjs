// The server's settings, as far as a script must know them: the environment over CROWSNEST_CONFIG's file.
import { readFileSync } from 'node:fs';

/** One setting as text, empty when it is not set. The server checks and explains; here nothing is refused. */
export function setting(name) {
  return process.env[name]?.trim() || String(settingsFile()[name] ?? '');
}

function settingsFile() {
  try {
    return JSON.parse(readFileSync(process.env.CROWSNEST_CONFIG ?? '', 'utf8')) ?? {};
  } catch {
    return {};
  }
}
