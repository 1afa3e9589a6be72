// The server as an operator runs it, on a machine whose clock is wrong.
import './shifted-clock.ts';
import '../../../apps/server/main.ts';
