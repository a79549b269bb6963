import { describe, expect, it } from 'vitest'
import { type ActionId, actionIds, actionOf, meet } from './actions.ts'
import { actionFor, capOf, defaultKeymap, readKeymap, refusalOf, withKey } from './keymap.ts'

const asking = actionIds.filter(action => actionOf(action).places.includes('question'))

describe('the keys as they come', () => {
  it('give no two actions of one place the same key', () => {
    const clashes = actionIds.flatMap(one =>
      actionIds.filter(other => one < other && meet(one, other) && actionOf(one).key === actionOf(other).key),
    )
    expect(clashes).toEqual([])
  })

  it.each<[string, ActionId | undefined]>([
    ['1', 'rate1'],
    ['5', 'rate5'],
    ['0', 'not_applicable'],
    ['8', 'dont_know'],
    ['9', 'refused'],
    ['Backspace', 'back'],
    ['/', 'comment'],
    ['?', 'keys'],
    ['Enter', 'on'],
    ['E', 'end'],
    ['6', undefined],
    ['y', undefined],
  ])('%s, at a question, is %s', (key, action) => {
    expect(actionFor(defaultKeymap, key, asking)).toBe(action)
  })
})

describe('the keys of something serious', () => {
  it('count its kinds, as the screen names and orders them', () => {
    const kinds = actionIds.filter(action => actionOf(action).places.includes('serious')).map(actionOf)
    expect(kinds.map(({ key, title }) => [key, title])).toEqual([
      ['1', 'Emergency'],
      ['2', 'Risk of self-harm'],
      ['3', 'Safeguarding concern'],
      ['4', 'New crime'],
      ['5', 'Wishes to complain'],
      ['6', 'Wants an update'],
    ])
  })
})

describe('a key that was changed', () => {
  it('does the action instead of the one before, also in capitals', () => {
    const keymap = withKey(defaultKeymap, 'comment', 'C')
    expect(actionFor(keymap, 'c', asking)).toBe('comment')
    expect(actionFor(keymap, 'C', asking)).toBe('comment')
    expect(actionFor(keymap, '/', asking)).toBeUndefined()
  })

  it('may be none, and may be as it was again', () => {
    const off = withKey(defaultKeymap, 'end', null)
    expect(actionFor(off, 'e', asking)).toBeUndefined()
    expect(withKey(off, 'end', 'e')).toEqual(defaultKeymap)
  })

  it.each<[ActionId, string, RegExp | null]>([
    ['comment', 'e', /taken by “End the call”/],
    ['claim', 'e', null], // they never meet: between calls there is nothing to end
    ['no', 'n', null],
    ['no', 'y', /taken by “Yes”/],
    ['comment', 'Tab', /control to control/],
    ['comment', ' ', /presses the control/],
    ['comment', 'Enter', /presses the control/],
    ['comment', 'Escape', /leaves a box/],
    ['on', 'Enter', null],
    ['keys', 'F1', null],
    ['kind_emergency', '2', /taken by “Risk of self-harm”/],
    ['kind_emergency', 'e', null],
    ['mute', 'f', /taken by “Finish after this call”/],
  ])('for %s can be %s or says why not', (action, key, refusal) => {
    const said = refusalOf(defaultKeymap, action, key)
    if (refusal) expect(said).toMatch(refusal)
    else expect(said).toBeNull()
  })

  it('frees the key that it had', () => {
    const keymap = withKey(defaultKeymap, 'end', 'x')
    expect(refusalOf(keymap, 'comment', 'e')).toBeNull()
  })
})

describe('single keys switched off', () => {
  it('leave the function keys, which write nothing', () => {
    const keymap = { ...withKey(defaultKeymap, 'keys', 'F1'), isOn: false }
    expect(actionFor(keymap, '3', asking)).toBeUndefined()
    expect(actionFor(keymap, 'Backspace', asking)).toBeUndefined()
    expect(actionFor(keymap, 'F1', asking)).toBe('keys')
  })

  it('leave their print too, and take it from the keys that no longer act', () => {
    const off = { ...defaultKeymap, isOn: false }
    expect([capOf(defaultKeymap, 'serious'), capOf(off, 'serious')]).toEqual(['F2', 'F2'])
    expect([capOf(defaultKeymap, 'end'), capOf(off, 'end')]).toEqual(['E', null])
    expect(capOf(withKey(off, 'serious', null), 'serious')).toBeNull()
  })
})

describe('what the browser kept', () => {
  it('is read as it was written', () => {
    const keymap = { ...withKey(withKey(defaultKeymap, 'comment', 'c'), 'end', null), isOn: false }
    expect(readKeymap(JSON.stringify(keymap))).toEqual(keymap)
  })

  it.each([null, '', 'nonsense', '7', '[]', '{"changed":7}', '{"changed":{"no such action":"x","end":7}}'])(
    'is left aside where it makes no sense: %s',
    text => expect(readKeymap(text)).toEqual(defaultKeymap),
  )

  it.each([
    ['two keys changed places', { refused: '8', dont_know: '9' }],
    ['a key went on from one to the next', { comment: 'e', end: 'x' }],
    ['a key was taken that another no longer has', { comment: 'e', end: null }],
  ])('is read in whatever order it was written: %s', (_, changed) => {
    const there = Object.entries(changed)
    for (const entries of [there, there.toReversed()])
      expect(readKeymap(JSON.stringify({ changed: Object.fromEntries(entries) })).changed).toEqual(changed)
  })

  it.each([
    ['two would share a key', { comment: 'e' }, {}],
    ['two were given the same key', { comment: 'x', back: 'x', end: 'q' }, { end: 'q' }],
    ['a key would be shared once another is left out', { comment: 'Tab', end: '/' }, {}],
  ])('is left out where %s', (_, changed, left) => {
    expect(readKeymap(JSON.stringify({ changed })).changed).toEqual(left)
  })
})
