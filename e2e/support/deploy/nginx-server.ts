import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeCertificate } from '../brokers/certificate.ts';
import { waitUntil } from '../environment/wait-until.ts';
import { freePort } from '../server/server-process.ts';

/** nginx with the examples of `deploy/nginx` as they are, apart from ports and the paths of files. */
export class NginxServer {
  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
  ) {}

  /**
   * Listens on 127.0.0.1, in front of a server on port `target`. Its files are in a folder of the test. `port` is a free one by
   * default.
   */
  static async start(target: number, folder: string, givenPort?: number): Promise<NginxServer> {
    const port = givenPort ?? (await freePort());
    const { path: certificate, keyPath } = makeCertificate(folder);
    await mkdir(join(folder, 'temporary'));
    await cp('deploy/nginx/crowsnest-proxy.conf', join(folder, 'crowsnest-proxy.conf'));
    const configuration = configurationFor(folder)
      .replaceAll('listen 443', `listen 127.0.0.1:${port}`)
      .replaceAll('127.0.0.1:3000', `127.0.0.1:${target}`)
      .replaceAll(/\/etc\/nginx\/tls\/\S+\.crt/g, certificate)
      .replaceAll(/\/etc\/nginx\/tls\/\S+\.key/g, keyPath);
    await writeFile(join(folder, 'nginx.conf'), configuration);
    const child = spawn('nginx', ['-c', join(folder, 'nginx.conf')], { stdio: ['ignore', 'ignore', 'pipe'] });
    let output = '';
    child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const isListening = (): boolean => {
      if (child.exitCode !== null) throw new Error(`nginx did not start: ${output}`);
      return output.includes('start worker process');
    };
    await waitUntil(isListening, { reason: 'nginx has started', seen: () => output });
    return new NginxServer(child, port);
  }

  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    if (this.child.exitCode === null) await once(this.child, 'exit');
  }
}

function configurationFor(folder: string): string {
  const read = (name: string): string => readFileSync(`deploy/nginx/${name}`, 'utf8');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `
    daemon off;
    pid ${folder}/nginx.pid;
    error_log stderr notice;
    worker_processes 1;
    events {}
    http {
      access_log off;
      ${temporary.map((name) => `${name}_temp_path ${folder}/temporary/${name};`).join('\n')}
      ${read('crowsnest.conf')}
      server {
        listen 443 ssl;
        server_name www.example.com;
        ssl_certificate /etc/nginx/tls/www.example.com.crt;
        ssl_certificate_key /etc/nginx/tls/www.example.com.key;
        ${read('crowsnest-path.conf')}
      }
    }`;
}
