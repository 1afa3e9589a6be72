// The server's settings, as far as scripts need them: the environment takes precedence over CROWSNEST_CONFIG's file.
import { readFileSync } from 'node:fs';

/** One setting as text, empty if it is not set. Rejects nothing: the server checks settings and explains faults. */
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
