import { setImmediate as nextTurn } from 'node:timers/promises';
import { callCancelRoute, sessionRoute } from '#contract';
import type { CallEnd } from './known-call.ts';
import type { MixedAgent } from './mixed-agent.ts';
import type { Scene } from './scene.ts';

/** Something that an agent does, or that happens to it. */
export type Step = (scene: Scene, agent: MixedAgent) => Promise<void>;

function anyCall({ random }: Scene): [string, Record<string, unknown>, CallEnd] {
  return random.pick<[string, Record<string, unknown>, CallEnd]>([
    ['echo', { text: 'hello' }, 'done'],
    ['echo', { text: 7 }, 'invalid-arguments'],
    ['refuse', {}, 'tool'],
    ['break', {}, 'thrown'],
    ['dawdle', {}, 'timeout'],
    [`missing-${random.below(5)}`, {}, 'protocol'],
  ]);
}

const callOnce: Step = (scene, agent) => scene.perform(agent, [anyCall(scene)]);

const callAtOnce: Step = (scene, agent) => {
  const calls = Array.from({ length: 2 + scene.random.below(5) }, () => anyCall(scene));
  return scene.perform(agent, calls);
};

const finish: Step = async (scene, agent) => {
  const held = await scene.hold(agent, 1 + scene.random.below(3));
  for (const { finish } of held) finish();
  await scene.settle(agent, held, 'done');
};

const fail: Step = async (scene, agent) => {
  const held = await scene.hold(agent, 1);
  held[0].fail();
  await scene.settle(agent, held, 'thrown');
};

const changeMind: Step = async (scene, agent) => {
  const held = await scene.hold(agent, 1);
  held[0].cancel();
  await held[0].aborted;
  await scene.settle(agent, held, 'cancelled', 'nothing');
};

/** Up to 2025-11-25 the call continues without its agent; in 2026-07-28 it is cancelled. */
const vanish: Step = async (scene, agent) => {
  const held = await scene.hold(agent, 1 + scene.random.below(2));
  await agent.vanish();
  if (agent.era === 'modern') await Promise.all(held.map(({ aborted }) => aborted));
  const end = agent.era === 'modern' ? 'cancelled' : scene.random.pick(['done', 'thrown'] as const);
  for (const { finish, fail } of held) (end === 'done' ? finish : fail)();
  await scene.settle(agent, held, end, 'nothing');
  await agent.connect();
};

const beCancelled: Step = async (scene, agent) => {
  const held = await scene.hold(agent, 1);
  const status = await scene.command('POST', callCancelRoute(await scene.lastCallIn(held[0].sessionId)));
  if (status !== 202) scene.surprises.push(`A call in flight was not cancelled: ${status}`);
  await scene.settle(agent, held, 'cancelled');
};

/** The status says whether the admin came in time, and the agent must see the same. */
const beCancelledAtTheEnd: Step = async (scene, agent) => {
  const held = await scene.hold(agent, 1);
  const cancelling = scene.command('POST', callCancelRoute(await scene.lastCallIn(held[0].sessionId)));
  for (let turns = scene.random.below(12); turns > 0; turns -= 1) await nextTurn();
  held[0].finish();
  const status = await cancelling;
  if (status !== 202 && status !== 409)
    scene.surprises.push(`A call was neither in flight nor over: ${status}`);
  await scene.settle(agent, held, status === 202 ? 'cancelled' : 'done');
};

const beSentAway: Step = async (scene, agent) => {
  const held = await scene.hold(agent, 1 + scene.random.below(3));
  const status = await scene.command('DELETE', sessionRoute(held[0].sessionId));
  if (status !== 202) scene.surprises.push(`An open session was not ended: ${status}`);
  await scene.settle(agent, held, 'cancelled');
};

const sayGoodbye: Step = async (scene, agent) => {
  if (agent.era === 'modern') return callAtOnce(scene, agent);
  const held = await scene.hold(agent, 1 + scene.random.below(2));
  await agent.endSession();
  await scene.settle(agent, held, 'cancelled');
  await scene.comeBack(agent);
};

const doze: Step = async (scene, agent) => {
  await scene.untilExpired(agent);
  await callOnce(scene, agent);
};

/** All steps with their weights. */
const WEIGHTS: [Step, number][] = [
  [callOnce, 4],
  [callAtOnce, 3],
  [finish, 2],
  [fail, 1],
  [changeMind, 2],
  [vanish, 2],
  [beCancelled, 1],
  [beCancelledAtTheEnd, 2],
  [beSentAway, 1],
  [sayGoodbye, 1],
  [doze, 1],
];

/** The steps to choose from: each as often as its weight. */
export const STEPS: readonly Step[] = WEIGHTS.flatMap(([step, weight]) => Array<Step>(weight).fill(step));
