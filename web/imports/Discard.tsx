import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { discardImport, forgetImports, type ImportDetail } from './api.ts'
import { Confirmation } from './Confirmation.tsx'

interface DiscardProps {
  readonly detail: ImportDetail
  readonly force: string
}

/** Throws away a file that was not taken in. */
export function Discard({ detail, force }: DiscardProps) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [isAsking, setIsAsking] = useState(false)
  const discard = useMutation({
    mutationFn: () => discardImport(force, detail.id),
    onSuccess: async () => {
      forgetImports(client, force)
      await navigate({ to: '/f/$force/imports', params: { force } })
    },
  })
  return (
    <>
      <Button variant="default" onClick={() => setIsAsking(true)}>
        Discard
      </Button>
      <Confirmation
        title={`Discard ${detail.fileName}?`}
        action="Discard it"
        isOpen={isAsking}
        isPending={discard.isPending}
        error={discard.error}
        onConfirm={() => discard.mutate()}
        onClose={() => setIsAsking(false)}
      >
        <p>
          The file and what was said about it are thrown away. What of it was taken in already stays
          {detail.undo.possible ? '; to take that back as well, undo the import instead' : ''}.
        </p>
      </Confirmation>
    </>
  )
}
