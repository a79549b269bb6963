import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { checkout } from '../config.ts'
import { forceSchema } from '../platform/database.ts'
import { newId } from '../platform/id.ts'
import { closeAfterTest, inTestForce, testForce, testSlug } from '../testing/test-platform.ts'
import { questionsOf } from './rules.ts'
import { getSurvey } from './service.ts'
import { serviceQualityQuestionnaire } from './service-quality.ts'

const migration = readFileSync(join(checkout, 'migrations', 'force', '011_welsh.sql'), 'utf8')

it('the migration brings the questionnaire that a new force has', () => {
  const definition = /\$questionnaire\$(.*?)\$questionnaire\$/s.exec(migration)?.[1] ?? ''
  expect(JSON.parse(definition)).toEqual(serviceQualityQuestionnaire)
})

it('a force that had version 1 asks by version 2 from then on, once', async () => {
  const platform = await testForce()
  closeAfterTest(platform)
  const version1 = newId()
  await inTestForce(platform, async tx => {
    const { scale: _scale, ...questionnaire } = serviceQualityQuestionnaire
    const definition = JSON.stringify({ ...questionnaire, version: 1 })
    const made = { key: 'service-quality', version: 1, definition, created_at: tx.now.toString() }
    await tx.db
      .insertInto('questionnaires')
      .values({ id: version1, ...made })
      .execute()
    await tx.db.updateTable('surveys').set({ questionnaire_id: version1 }).execute()
    await tx.db.deleteFrom('questionnaires').where('version', '=', 2).execute()
  })
  const client = await platform.database.pool.connect()
  await client.query(`set search_path = ${forceSchema(testSlug)}`)
  for (let times = 0; times < 2; times += 1) await client.query(migration)
  client.release(true)
  const survey = await inTestForce(platform, tx => getSurvey(tx))
  expect(survey.questionnaire).toEqual(serviceQualityQuestionnaire)
  expect(survey.questionnaireId).not.toBe(version1)
})

it('every question has its words in English and in Welsh', () => {
  for (const { key, words } of questionsOf(serviceQualityQuestionnaire))
    expect([key, Object.keys(words)]).toEqual([key, ['en', 'cy']])
})
