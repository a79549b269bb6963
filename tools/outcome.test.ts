import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { playwrightOutcome, vitestOutcome } from './outcome.ts'

it('names the tests that failed or were skipped, and files that could not be loaded', () => {
  const test = (title: string, status: string, failureMessages: readonly string[] = []) => ({
    ancestorTitles: ['a sum'],
    title,
    status,
    failureMessages,
  })
  const report = {
    numPassedTests: 1,
    testResults: [
      {
        name: resolve('server/sums.test.ts'),
        status: 'failed',
        message: '',
        assertionResults: [
          test('is right', 'passed'),
          test('is small', 'failed', ['\u001b[31mError: expected 2 to be 1\u001b[39m\n    at sums.test.ts:3']),
          test('is quick', 'skipped'),
        ],
      },
      { name: resolve('web/lost.test.ts'), status: 'failed', message: 'no such module\n  at', assertionResults: [] },
    ],
  }
  expect(vitestOutcome(report)).toEqual({
    passed: 1,
    failed: [
      'server/sums.test.ts › a sum › is small: Error: expected 2 to be 1',
      'server/sums.test.ts › a sum › is quick: skipped',
      'web/lost.test.ts: no such module',
    ],
  })
})

it('names stories of the browser that failed, or passed only when tried again', () => {
  const spec = (title: string, status: string, message?: string) => ({
    title,
    tests: [{ status, results: [{ error: message && { message } }, {}] }],
  })
  const report = {
    stats: { expected: 1 },
    suites: [
      {
        title: 'calls.spec.ts',
        specs: [spec('rings', 'expected')],
        suites: [
          { title: 'at a question', specs: [spec('types', 'flaky', 'Error: no 3\n  at'), spec('ends', 'skipped')] },
        ],
      },
    ],
  }
  expect(playwrightOutcome(report)).toEqual({
    passed: 1,
    failed: ['calls.spec.ts › at a question › types: Error: no 3', 'calls.spec.ts › at a question › ends: skipped'],
  })
})
