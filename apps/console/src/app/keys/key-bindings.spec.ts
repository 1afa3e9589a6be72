import { DestroyRef } from '@angular/core';
import { TestBed } from '@angular/core/testing';

import { KeyBindings } from './key-bindings.ts';

describe('KeyBindings', () => {
  let keys: KeyBindings;
  let pressed: string[];

  beforeEach(() => {
    localStorage.clear();
    document.body.innerHTML = '<input id="text" /><input id="box" type="checkbox" /><button></button>';
    keys = TestBed.inject(KeyBindings);
    pressed = [];
    bind('Space', 'G S', 'J', '?');
  });

  function bind(...names: string[]): void {
    const owner = TestBed.inject(DestroyRef);
    for (const name of names) {
      keys.bind(owner, { keys: name, does: name, run: () => void pressed.push(name) });
    }
  }
  function press(key: string, target = 'body', modifiers: KeyboardEventInit = {}): boolean {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...modifiers });
    document.querySelector(target)?.dispatchEvent(event);
    return event.defaultPrevented;
  }

  it('runs the action of a key in upper or lower case, and prevents the browser’s default action', () => {
    expect([press('j'), press('J', 'body', { shiftKey: true }), press('?'), press('x')]).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(pressed).toEqual(['J', 'J', '?']);
  });

  it('runs a sequence once its last key is pressed', () => {
    for (const key of ['s', 'g', 's', 'g', 'j', 's']) press(key);
    expect(pressed).toEqual(['G S']);
  });

  it('ignores keys in text fields, the browser’s own shortcuts, and Space on a focused button', () => {
    press('j', '#text');
    press('j', 'body', { ctrlKey: true });
    press(' ', 'button');
    press(' ', '#box');
    expect(pressed).toEqual([]);
    press('j', 'button');
    press(' ');
    expect(pressed).toEqual(['J', 'Space']);
  });

  it('ignores keys in an open dialog, and takes those that its fields get once it is closed', () => {
    document.body.innerHTML = '<dialog open><input id="text" /></dialog>';
    press('j', 'dialog');
    press('j', '#text');
    expect(pressed).toEqual([]);
    document.querySelector('dialog')?.removeAttribute('open');
    expect(press('j', '#text')).toBe(true);
    expect(pressed).toEqual(['J']);
  });

  it('can be switched off, also for later visits', () => {
    keys.enable(false);
    press('j');
    expect(pressed).toEqual([]);
    TestBed.resetTestingModule();
    expect(TestBed.inject(KeyBindings).enabled()).toBe(false);
  });
});
