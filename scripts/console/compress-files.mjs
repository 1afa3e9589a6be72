// The server could compress each answer only a little: as small as here takes half a second.
import { readdirSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';

const COMPRESSED = /\.(?:js|css)$/;
const compress = promisify(brotliCompress);

/** Replaces each script and style sheet in a folder by a file compressed with Brotli, `NAME.br`. */
export async function compressFiles(folder) {
  const files = readdirSync(folder).filter((name) => COMPRESSED.test(name));
  await Promise.all(files.map((name) => compressFile(join(folder, name))));
}

async function compressFile(file) {
  await writeFile(`${file}.br`, await compress(await readFile(file)));
  await rm(file);
}
