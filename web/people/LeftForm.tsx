import { Button, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { forgetPeople, setStillHere } from './api.ts'
import { type MendProps, useMend } from './mending.ts'
import { OneMend } from './OneMend.tsx'
import { calledBy } from './words.ts'

/** The day on which somebody left whom the export lacks; or they are still here. */
export function LeftForm({ force, fault, onMended }: MendProps) {
  const { collarNumber } = fault.person
  const client = useQueryClient()
  const [lastDay, setLastDay] = useState('')
  const end = useMend(force, onMended)
  const stay = useMutation({
    mutationFn: () => setStillHere(force, collarNumber, true),
    onSuccess: () => {
      onMended({
        words: [`${calledBy(fault.person)} is still here`],
        undo: () => setStillHere(force, collarNumber, false),
      })
      return forgetPeople(client, force)
    },
  })
  const send = { isPending: end.isPending, error: end.error ?? stay.error }
  return (
    <OneMend
      send={send}
      action="They have left"
      onSubmit={() => {
        stay.reset()
        // Nobody is asked about whose last day is known.
        end.mutate({ what: 'end', collarNumber, lastDay, instead: null })
      }}
      beside={
        <Button
          variant="default"
          loading={stay.isPending}
          onClick={() => {
            end.reset()
            stay.mutate()
          }}
        >
          They are still here
        </Button>
      }
    >
      <TextInput
        label="Their last day"
        type="date"
        required
        withAsterisk={false}
        value={lastDay}
        onChange={event => setLastDay(event.currentTarget.value)}
      />
    </OneMend>
  )
}
