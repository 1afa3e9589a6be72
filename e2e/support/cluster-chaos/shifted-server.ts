// The server as an operator runs it, with the waiting tool of the suites, on a machine whose clock is wrong.
import './shifted-clock.ts';
import '../server/waiting-server.ts';
