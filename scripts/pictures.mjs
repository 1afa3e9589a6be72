// Takes pictures of the console: built servers, with and without the demo agents, and browsers that look at them.
//   npm run docs:pictures                      docs/console.png, for the README
//   npm run docs:pictures -- FOLDER [STATE…]   pages in both themes at three widths, to look at: busy, empty, broken,
//                                              upstream-down, or all of them
import { setTimeout as delay } from 'node:timers/promises';
import { Camera } from './pictures/camera.mjs';
import { PicturedServer } from './pictures/pictured-server.mjs';
import { BUSY, takeBroken, takeBusy, takeEmpty, takeUpstreamDown, WORK_MS } from './pictures/states.mjs';
import { complain } from './tasks/output.mjs';

const STATES = { busy: takeBusy, empty: takeEmpty, broken: takeBroken, 'upstream-down': takeUpstreamDown };

const [folder, ...asked] = process.argv.slice(2);
const unknown = asked.filter((state) => !Object.hasOwn(STATES, state));
if (unknown.length > 0) {
  complain(`There is no state ${unknown.join(', ')}. Write some of: ${Object.keys(STATES).join(', ')}`);
  process.exitCode = 2;
} else await (folder ? takeStates(asked.length > 0 ? asked : Object.keys(STATES)) : takeReadme());

function takeStates(states) {
  return Camera.during(folder, async (camera) => {
    for (const state of states) await STATES[state](camera);
  });
}

function takeReadme() {
  return Camera.during('docs', (camera) =>
    PicturedServer.during(BUSY, async (server) => {
      server.startAgents();
      const { page } = await camera.watch();
      await delay(WORK_MS);
      await page.screenshot({ path: 'docs/console.png' });
    }),
  );
}
