import { refuseUrl } from './broker-url.ts';

/** Where a server accepts connections. */
export interface ServerAddress {
  /** A name or an address, without brackets. */
  host: string;
  port: number;
}

const SERVER = /^(?:\[([\da-f:.]+)\]|([^:[\]\s]+))(?::(\d{1,5}))?$/i;

/** Reads the servers of a URL: `HOST:PORT`, separated by commas. */
export function serversIn(list: string, defaultPort: number): ServerAddress[] {
  return list.split(',').map((text) => {
    if (text === '') refuseUrl('names no host');
    const [, address, name = address, port = defaultPort] =
      SERVER.exec(text) ?? refuseUrl('has a server that is not HOST:PORT');
    if (Number(port) > 65_535) refuseUrl('has a port above 65535');
    return { host: String(name), port: Number(port) };
  });
}

/** An address as a URL has it. */
export function addressText({ host, port }: ServerAddress): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Addresses for errors. */
export function addressList(servers: readonly ServerAddress[]): string {
  return servers.map(addressText).join(', ');
}
