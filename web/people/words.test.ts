import { expect, it } from 'vitest'
import { tellFirstDays, tellSupervisor, unitName, whyPassedOver } from './words.ts'

it.each([
  ['nobody', [], null],
  ['who are posted', [null, null], null],
  ['one to come', ['2011-10-01'], 'From 1 October 2011, when their posting begins.'],
  ['two to come on one day', ['2011-10-01', '2011-10-01'], 'From 1 October 2011, when their postings begin.'],
  [
    'two to come on two days',
    ['2011-10-03', '2011-10-01'],
    'From 1 October 2011 for 1 and from 3 October 2011 for 1, when their postings begin.',
  ],
  [
    'some posted and one to come',
    [null, '2011-10-01', null],
    'From today, but from 1 October 2011 for 1, when their posting begins.',
  ],
])('the first day of a mend is told, where it is not today: %s', (_, days, expected) => {
  expect(tellFirstDays(days.map(beginsOn => ({ beginsOn })))).toBe(expected)
})

it('a supervisor who is not known is told by the number alone', () => {
  expect(tellSupervisor({ name: 'Rhiannon Evans', collarNumber: '0101' })).toBe('Rhiannon Evans (0101)')
  expect(tellSupervisor({ name: '', collarNumber: '0999' })).toBe('0999')
})

it('who has no posting on the day of a line may not have left', () => {
  expect([whyPassedOver('left', true), whyPassedOver('left', false)]).toEqual([
    'has no posting today',
    'has no posting then',
  ])
})

it('a unit is told with the one above it where several are called so', () => {
  const unit = (id: string, name: string, parentId: string | null) => ({ id, name, parentId })
  const units = [
    unit('f', 'Testshire', null),
    unit('n', 'North', 'f'),
    unit('s', 'South', 'f'),
    unit('nt', 'Town', 'n'),
    unit('st', 'Town', 's'),
    unit('sq', 'Quay', 's'),
  ]
  expect(units.map(each => unitName(each, units))).toEqual([
    'Testshire',
    'North',
    'South',
    'North / Town',
    'South / Town',
    'Quay',
  ])
})
