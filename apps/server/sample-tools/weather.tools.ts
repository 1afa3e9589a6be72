import { Injectable } from '@nestjs/common';
import type { CallToolResult } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { Tool } from '#tools';
import { climateOf } from './climates.ts';
import { failure } from './failure.ts';
import { weatherAt, type Weather } from './weather.ts';

const input = z.object({
  city: z.string().trim().min(1).max(100).describe('The English name of a large city, such as Lisbon'),
});

const output = z.object({
  city: z.string(),
  country: z.string(),
  hour: z.iso.datetime().describe('The full hour that it holds for, UTC'),
  temperatureCelsius: z.number(),
  condition: z.enum(['clear', 'partly cloudy', 'overcast', 'rain', 'snow']),
  humidityPercent: z.int().min(0).max(100),
  windKmh: z.int().min(0),
});

/** `get_current_weather`: generated weather that is the same for everyone within an hour. */
@Injectable()
export class WeatherTools {
  @Tool({
    name: 'get_current_weather',
    title: 'Get the current weather',
    description:
      'Tells temperature, sky, humidity and wind in one of about fifty large cities. A deterministic sample ' +
      'computed from the usual climate, the date and the hour; not a real observation or forecast.',
    input,
    output,
    annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
  })
  getCurrentWeather({ city }: { city: string }): CallToolResult | Weather {
    const climate = climateOf(city);
    return climate ? weatherAt(climate, Date.now()) : failure(`Unknown city "${city}"`);
  }
}
