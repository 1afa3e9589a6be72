import { PIECES, type Piece } from './pieces.ts';
import { replaceModule } from './replace-module.ts';

// Starts a server of the bench with a switch in place of one piece: PIECE MODULE ARGUMENTS…
const [piece = '', module = ''] = process.argv.splice(2, 2);
const url = (path: string): string => new URL(path, import.meta.url).href;
const requireReplaced = replaceModule(url(`../../${PIECES[piece as Piece]}`), url(`switched/${piece}.js`));
await import(url(`../${module}.js`));
requireReplaced();
