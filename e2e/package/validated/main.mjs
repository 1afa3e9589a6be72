// An application whose tools have a class-validator class as their input, and fail as those of Nest applications do.
import 'reflect-metadata';
import { ConflictException, Module, ServiceUnavailableException, ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Type } from 'class-transformer';
import { IsIn, IsInt, Max, Min, ValidateNested } from 'class-validator';
import { CrowsnestModule, Tool } from 'crowsnest';
import { z } from 'zod';

/** Applies decorators to a member as the compiler of TypeScript does. */
function decorate(type, member, ...decorators) {
  const descriptor = Object.getOwnPropertyDescriptor(type.prototype, member);
  for (const decorator of decorators) decorator(type.prototype, member, descriptor);
}

class Guest {}
decorate(Guest, 'age', IsInt(), Min(18));

class Booking {}
decorate(Booking, 'cabin', IsIn(['inside', 'sea-view']));
decorate(Booking, 'nights', IsInt(), Max(14));
decorate(
  Booking,
  'guest',
  ValidateNested(),
  Type(() => Guest),
);

class BookingTools {
  book(booking) {
    return `${booking.constructor.name} of ${booking.guest.constructor.name}, ${booking.nights} nights`;
  }

  cancel() {
    throw new ConflictException({ message: 'The ship has sailed', nextPort: 'Lisbon' });
  }

  pay() {
    throw new ServiceUnavailableException('The bank does not answer');
  }
}
const anything = z.object({ cabin: z.unknown(), nights: z.unknown(), guest: z.unknown() });
Reflect.defineMetadata('design:paramtypes', [Booking], BookingTools.prototype, 'book');
decorate(BookingTools, 'book', Tool({ name: 'book', input: anything }));
decorate(BookingTools, 'cancel', Tool({ name: 'cancel' }));
decorate(BookingTools, 'pay', Tool({ name: 'pay' }));

class ShipModule {}
Module({ imports: [CrowsnestModule.forRoot()], providers: [BookingTools] })(ShipModule);

const app = await NestFactory.create(ShipModule, { logger: ['error'] });
app.useGlobalPipes(new ValidationPipe({ transform: true }));
await app.listen(process.env.PORT, '127.0.0.1');
