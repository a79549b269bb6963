/**
 * The demo: Cleveland Police as the paper describes it, in a database of its own, at the paper's time.
 *
 *   force ── staff ── recipients ── call-backs to make ── users ── the paper's year
 *
 * Each step does what a user's command would do, and doing it again changes nothing; so a load that was interrupted
 * is completed by the next. The year is the last step: where it is whole, so is everything.
 */
import { join } from 'node:path'
import type { Actor } from '../audit/service.ts'
import { chooseCallBacks } from '../calls/service.ts'
import { checkout } from '../config.ts'
import { createForce, inForce, listForces, setForce } from '../forces/service.ts'
import { importInterviews } from '../interviews/import.ts'
import { demoSignIns } from '../people/demo-sign-ins.ts'
import { importStaff } from '../people/staff-import.ts'
import { createUser } from '../people/users.ts'
import type { Progress } from '../platform/command.ts'
import { fileSource } from '../platform/import/open-file.ts'
import type { Platform } from '../platform/platform.ts'
import { Problem } from '../platform/problem.ts'
import { importRecipients } from '../recipients/import.ts'
import { furnishSurveys } from '../surveys/service.ts'
import { countOfYear, findSergeantAndOfficer } from './queries.ts'
import { listPosted, paperTable, yearFile } from './year-file.ts'

export const demoSlug = 'cleveland'
const demoForce = { slug: demoSlug, name: 'Cleveland Police', timeZone: 'Europe/London' }
const actor: Actor = { kind: 'command', name: 'demo' }

export interface Told {
  notice(text: string): void
  progress(title: string, total: number): Progress
}

/** Loads what is missing; returns at once where nothing is. Told to stop, it throws the reason after the step in hand. */
export async function loadDemo(platform: Platform, told: Told, stop?: AbortSignal): Promise<void> {
  const table = await paperTable()
  if (await isLoaded(platform, table.successfulCallBacks)) return
  told.notice('Making Cleveland Police …')
  const steps = [
    () => makeForce(platform),
    () => importExample(platform, told, 'staff.csv', importStaff),
    () => importExample(platform, told, 'service-recipients.csv', importRecipients),
    () => chooseCallBacks(work => inForce(platform, demoSlug, actor, work)),
    () => makeUsers(platform),
    () => loadYear(platform, told, stop),
  ]
  for (const step of steps) {
    stop?.throwIfAborted()
    await step()
  }
}

async function isLoaded(platform: Platform, callBacks: number): Promise<boolean> {
  const forces = await listForces(platform)
  if (!forces.some(({ slug }) => slug === demoSlug)) return false
  return (await inForce(platform, demoSlug, actor, countOfYear)) === callBacks
}

async function makeForce(platform: Platform): Promise<void> {
  try {
    await createForce(platform, demoForce, actor, furnishSurveys)
  } catch (error) {
    // Whole already: what was interrupted came later.
    if (!(error instanceof Problem && error.code === 'force_exists')) throw error
  }
  for (const [desk, address] of Object.entries(desks))
    await setForce(platform, demoSlug, `desks.${desk}`, address, actor)
}

const desks = {
  emergency: 'control.room@cleveland.example',
  safeguarding: 'safeguarding@cleveland.example',
  new_crime: 'crime.recording@cleveland.example',
  self_harm: 'control.room@cleveland.example',
  complaint: 'professional.standards@cleveland.example',
  update: 'victim.care@cleveland.example',
}

async function importExample(
  platform: Platform,
  told: Told,
  file: string,
  importFile: typeof importStaff | typeof importRecipients,
): Promise<void> {
  told.notice(`Importing examples/${file} …`)
  await importFile({ platform, slug: demoSlug, actor, source: await fileSource(join(checkout, 'examples', file)) })
}

/** One user per role. The supervisor and the officer are two of the force's own, with call-backs waiting about them. */
async function makeUsers(platform: Platform): Promise<void> {
  const { sergeant, officer } = await inForce(platform, demoSlug, actor, findSergeantAndOfficer)
  const collarNumbers: Partial<Record<string, string | null>> = { supervisor: sergeant, officer }
  for (const { role, name, email, password } of demoSignIns)
    await createUser(
      platform,
      { email, name, password, force: demoSlug, roles: [role], collarNumber: collarNumbers[role] ?? null },
      actor,
    )
}

/** By the same door as a user's file of interviews, and without alerts: these calls were made long ago. */
async function loadYear(platform: Platform, told: Told, stop?: AbortSignal): Promise<void> {
  told.notice("Loading the paper's year …")
  const table = await paperTable()
  const staff = await inForce(platform, demoSlug, actor, listPosted)
  const progress = told.progress('Interviews', table.successfulCallBacks)
  try {
    await importInterviews({
      platform,
      slug: demoSlug,
      actor,
      alerts: false,
      source: yearFile(table, staff),
      onProgress: rows => {
        stop?.throwIfAborted()
        progress.update(rows)
      },
    })
  } finally {
    progress.stop()
  }
}
