/** Where the suite wants a server to listen. */
export const PORT = Number(process.env.PORT);
export const HOST = '127.0.0.1';
