import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** The files of a certificate. It is its own authority. */
export interface Certificate {
  path: string;
  keyPath: string;
}

/** Makes a certificate for a server on this machine, in a folder of the test. Needs `openssl`. */
export function makeCertificate(folder: string): Certificate {
  const [path, keyPath] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const files = ['-keyout', keyPath, '-out', path];
  execFileSync('openssl', ['req', '-x509', ...kind, ...name, ...files], { stdio: 'ignore' });
  return { path, keyPath };
}
