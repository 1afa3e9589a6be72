// The server as an operator runs it, with one tool more, whose calls last until the test lets them end.
import './waiting-tools.ts';
import '../../../apps/server/main.ts';
