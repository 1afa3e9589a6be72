import {
  Controller,
  Get,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import express from 'express';
import { registerRoutes } from './route-application.ts';

@Injectable()
class Borrowed
  implements
    OnModuleInit,
    OnApplicationBootstrap,
    OnModuleDestroy,
    BeforeApplicationShutdown,
    OnApplicationShutdown
{
  readonly #hooks: string[] = [];

  called(): string[] {
    return this.#hooks;
  }

  onModuleInit(): void {
    this.#hooks.push('onModuleInit');
  }

  onApplicationBootstrap(): void {
    this.#hooks.push('onApplicationBootstrap');
  }

  onModuleDestroy(): void {
    this.#hooks.push('onModuleDestroy');
  }

  beforeApplicationShutdown(): void {
    this.#hooks.push('beforeApplicationShutdown');
  }

  onApplicationShutdown(): void {
    this.#hooks.push('onApplicationShutdown');
  }
}

@Controller('called')
class CalledController {
  constructor(private readonly borrowed: Borrowed) {}

  @Get()
  called(): string[] {
    return this.borrowed.called();
  }
}

describe('the application of the routes', () => {
  it('uses the services of another application, and leaves their lifecycle to it', async () => {
    const owner = await Test.createTestingModule({ providers: [Borrowed] }).compile();
    const set = { controllers: [CalledController], services: [Borrowed], moduleRef: owner.get(ModuleRef) };
    const routes = await registerRoutes(express(), [set], { path: '/ops', prefix: '/api', exclude: [] });
    await routes.listen(0, '127.0.0.1');
    const response = await fetch(`${await routes.getUrl()}/api/ops/called`);
    expect([response.status, await response.json()]).toEqual([200, []]);
    await routes.close();
    expect(owner.get(Borrowed).called()).toEqual([]);
  });
});
