/** Where the suite wants a server to listen. */
export const PORT = Number(process.env.PORT);
export const HOST = '127.0.0.1';

/** Tells the suite that the server listens. */
export const listening = () => process.stdout.write('Listening\n');
