/** The icons: strokes on a grid of 16, in the color of the text around them. */
export const ICONS = {
  alert: 'M8 2 1.6 13.5h12.8ZM8 6.5v3M8 11.6v.2',
  anchor:
    'M8 5.2V14M8 5.2a1.6 1.6 0 1 0 0-3.2 1.6 1.6 0 0 0 0 3.2ZM5 7.5h6M2.5 9.5c.4 2.8 2.6 4.5 5.5 4.5s5.1-1.7 5.5-4.5',
  arrowUp: 'M8 13V3M3.5 7.5 8 3l4.5 4.5',
  ban: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM3.8 3.8l8.4 8.4',
  bookmark: 'M4 2.5h8v11L8 10.6l-4 2.9Z',
  check: 'm3 8.6 3.2 3.2L13 4.6',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 4.8V8l2.2 1.6',
  close: 'm4 4 8 8M12 4l-8 8',
  copy: 'M6 6h7.5v7.5H6ZM10 6V2.5H2.5V10H6',
  cross: 'M5.5 2h5L14 5.5v5L10.5 14h-5L2 10.5v-5ZM6 6l4 4M10 6l-4 4',
  derived: 'M3 3h3v3H3ZM10 3h3v3h-3ZM6.5 10h3v3h-3ZM4.5 6v1.5h7V6M8 7.5V10',
  dot: 'M8 9.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3Z',
  download: 'M8 2.5v7.5M4.5 6.8 8 10.3l3.5-3.5M2.5 13.5h11',
  gap: 'M1.5 8h3M11.5 8h3M6.5 4l-1 8M10.5 4l-1 8',
  gauge: 'M2.5 11a5.5 5.5 0 0 1 11 0M8 11l2-4',
  gaugeFull: 'M2.5 11a5.5 5.5 0 0 1 11 0M8 11h4',
  hand: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM5.5 8h5',
  help: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM6.4 6.3a1.7 1.7 0 1 1 2.4 1.6c-.6.3-.8.6-.8 1.2M8 11.2v.1',
  hourglass: 'M4 2h8M4 14h8M5 2c0 3.5 6 8.5 6 12M11 2c0 3.5-6 8.5-6 12',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  play: 'M5 3.2v9.6L12.6 8Z',
  plugIn: 'M2 8h6M5.5 5.2 8.3 8l-2.8 2.8M8.5 2.5h5v11h-5',
  plugOut: 'M14 8H8M11.3 5.2 14 8l-2.7 2.8M7.5 2.5h-5v11h5',
  progress: 'M2.5 8h1.6M7.2 8h1.6M11.9 8h1.6',
  protocol:
    'M6.6 9.4a2.7 2.7 0 0 0 3.8 0l2.2-2.2a2.7 2.7 0 0 0-3.8-3.8l-.8.8M9.4 6.6a2.7 2.7 0 0 0-3.8 0L3.4 8.8a2.7 2.7 0 0 0 3.8 3.8l.8-.8',
  retry: 'M13 3v3.5H9.5M12.8 6.4A5.3 5.3 0 1 0 13.3 9',
  serverDown: 'M2.5 9.5h11v4h-11ZM5 11.5h.2M8 2.3v4.6M5.8 4.8 8 7l2.2-2.2',
  serverUp: 'M2.5 9.5h11v4h-11ZM5 11.5h.2M8 7V2.4M5.8 4.6 8 2.4l2.2 2.2',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM10.4 10.4l3.1 3.1',
  screen: 'M2 3h12v8H2ZM5.5 13.5h5M8 11v2.5',
  shield: 'M8 1.8 13 3.7V8c0 3-2.1 5.2-5 6.2C5.1 13.2 3 11 3 8V3.7ZM6 6l4 4M10 6l-4 4',
  signal: 'M8 12.6v.1M5.2 9.8a4 4 0 0 1 5.6 0M2.6 7.1a7.7 7.7 0 0 1 10.8 0',
  stepBack: 'M11.5 3.2v9.6L5 8ZM3.5 3.2v9.6',
  stepOn: 'M4.5 3.2v9.6L11 8ZM12.5 3.2v9.6',
} as const;

/** The name of an icon. */
export type IconName = keyof typeof ICONS;
