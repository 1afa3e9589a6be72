/** What the tool `measure` returns for this port. */
export const MEASUREMENT = { port: 'Brest', wind: { knots: 12.5, from: 'W' }, gusts: [17, 19.5] };

/** Arguments of the tool `book`: nested objects, an enum, a null, unions, a record; an optional member is left out. */
export const WANTED = {
  guest: { name: 'Ada' },
  cabin: 'sea-view',
  note: null,
  payment: { by: 'invoice', days: 30 },
  extras: { wifi: true, bags: 2 },
};

/** The booking that the tool's handler receives, with defaults for omitted members. */
export const BOOKING = {
  guest: { name: 'Ada' },
  cabin: 'sea-view',
  nights: 1,
  note: null,
  payment: { by: 'invoice', days: 30 },
  extras: { wifi: true, bags: 2 },
};
