import { describe, expect, it } from 'vitest'
import { type ConfigFaults, parseConfig } from './config.ts'

function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    parseConfig(environment)
  } catch (error) {
    return (error as ConfigFaults).faults
  }
  return []
}

describe('the settings', () => {
  it('have a default each', () => {
    expect(parseConfig({})).toMatchObject({
      databaseUrl: undefined,
      host: '127.0.0.1',
      port: 3000,
      publicUrl: 'http://localhost:3000',
      smtpUrl: undefined,
      clockStart: undefined,
    })
  })

  it('are read, and spaces around them are not', () => {
    const config = parseConfig({
      DATABASE_URL: 'postgresql://ringback@db.example/ringback',
      PORT: ' 8080 ',
      HOST: '0.0.0.0',
      PUBLIC_URL: 'https://ringback.example/',
      SMTP_URL: 'smtps://mail.example:465',
      MAIL_FROM: 'Cleveland Police <call-backs@cleveland.example>',
      RINGBACK_CLOCK: '2011-09-01T10:00:00+01:00',
    })
    expect(config).toMatchObject({ port: 8080, host: '0.0.0.0', publicUrl: 'https://ringback.example' })
    expect(config.clockStart?.toString()).toBe('2011-09-01T09:00:00Z')
  })

  it('count as absent when empty', () => {
    expect(parseConfig({ PORT: '', SMTP_URL: ' ' })).toMatchObject({ port: 3000, smtpUrl: undefined })
  })

  it.each([
    ['DATABASE_URL', 'mysql://x'],
    ['DATABASE_URL', 'nonsense'],
    ['PORT', '3000a'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PUBLIC_URL', 'ringback.example'],
    ['SMTP_URL', 'http://mail.example'],
    ['MAIL_FROM', 'nobody'],
    ['RINGBACK_CLOCK', '2011-09-01T10:00:00'],
  ])('%s=%s is a fault that names the setting', (name, value) => {
    const faults = faultsOf({ [name]: value })
    expect(faults).toHaveLength(1)
    expect(faults[0]).toContain(name)
  })

  it('tell all their faults together', () => {
    const faults = faultsOf({
      DATABASE_URL: 'x',
      PORT: 'x',
      PUBLIC_URL: 'x',
      SMTP_URL: 'x',
      MAIL_FROM: 'x',
      RINGBACK_CLOCK: 'x',
    })
    expect(faults.map(fault => fault.split(' ')[0]).sort()).toEqual([
      'DATABASE_URL',
      'MAIL_FROM',
      'PORT',
      'PUBLIC_URL',
      'RINGBACK_CLOCK',
      'SMTP_URL',
    ])
  })

  it('never show the password of a URL in a fault', () => {
    expect(faultsOf({ DATABASE_URL: 'mysql://u:secret@h', SMTP_URL: 'http://u:secret@h' }).join()).not.toContain(
      'secret',
    )
  })
})
