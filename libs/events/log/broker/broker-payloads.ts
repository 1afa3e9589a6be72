import { LoggedEvent } from '../../encoding/logged-event.ts';
import { payloadPlaceOf, withPayload, type PayloadPlace } from '../../encoding/payload-beside.ts';

/** The payloads of calls, which a broker keeps beside the events, so that they can end before these do. */
export interface BrokerPayloads {
  /** The JSON of payloads; undefined for one that is no longer kept. */
  find(places: readonly PayloadPlace[]): Promise<(string | undefined)[]>;
  /** Erases all payloads of calls. */
  erase(callIds: readonly string[]): Promise<void>;
}

/** The JSON of stored events as they were appended, or with what has become of their payload. */
export async function wholeJsons(
  stored: readonly string[],
  payloads: Pick<BrokerPayloads, 'find'>,
): Promise<string[]> {
  const places = stored.map(payloadPlaceOf);
  const wanted = places.filter((place) => place !== undefined);
  if (wanted.length === 0) return [...stored];
  const found = (await payloads.find(wanted)).values();
  return stored.map((json, index) => {
    const place = places[index];
    return place ? withPayload(json, place, found.next().value) : json;
  });
}

/** The same for events that were read from the broker. */
export async function wholeEvents(
  events: readonly LoggedEvent[],
  payloads: Pick<BrokerPayloads, 'find'>,
): Promise<LoggedEvent[]> {
  const stored = events.map(({ json }) => json);
  const jsons = await wholeJsons(stored, payloads);
  return events.map((event, index) => {
    const json = jsons[index] ?? event.json;
    return json === event.json ? event : LoggedEvent.parsed(json);
  });
}
