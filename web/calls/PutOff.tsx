import { Button, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { businessNowOf } from '../api.ts'
import { instantOf, localOf } from '../ui/format.ts'
import type { Answers } from './answers/answer-book.ts'
import { refusalWords } from './answers/words.ts'
import { type CallBack, putOffInterview } from './api.ts'
import type { Finished } from './BetweenCalls.tsx'
import { questionsToAsk, whatFollows } from './routing.ts'
import { wishesToComplain } from './serious/words.ts'

interface PutOffProps {
  readonly slug: string
  readonly call: CallBack
  readonly answers: Answers
  readonly isDisabled: boolean
  readonly onFinish: (how: Finished) => void
}

const forceRoute = getRouteApi('/f/$force')

/** The person has to go and agrees to finish another time: the call comes back then, and goes on where it stopped. */
export function PutOff({ slug, call, answers, isDisabled, onFinish }: PutOffProps) {
  const { me, force } = forceRoute.useRouteContext()
  const timeZone = force?.timeZone ?? 'Europe/London'
  const [when, setWhen] = useState('')
  const putOff = useMutation({
    mutationFn: () =>
      putOffInterview({ force: slug, as: me.user.id }, call.interview.id, instantOf(when, timeZone).toISOString()),
    onSuccess: ({ appointmentAt }) =>
      onFinish({
        how: 'put_off',
        name: call.person.name,
        appointmentAt,
        follows: whatFollows(questionsToAsk(call, answers.given), answers.given, wishesToComplain(answers.box), [1]),
      }),
  })
  return (
    <form
      className="stack"
      onSubmit={event => {
        event.preventDefault()
        putOff.mutate()
      }}
    >
      <TextInput
        label="Or finish it another time: agreed, on the person's clock"
        type="datetime-local"
        required
        withAsterisk={false}
        min={localOf(businessNowOf(me), timeZone)}
        value={when}
        onChange={event => setWhen(event.currentTarget.value)}
      />
      {putOff.error && (
        <p className="notice bad" role="alert">
          {refusalWords(putOff.error)}
        </p>
      )}
      <Button type="submit" variant="default" disabled={isDisabled || when === ''} loading={putOff.isPending}>
        Finish at the time agreed
      </Button>
    </form>
  )
}
