import { Button, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type ImportDetail, importQuery, profilesQuery, readAs } from './api.ts'
import { asDefinition, toSend } from './definition.ts'
import styles from './ImportPage.module.css'
import { profileNameFrom } from './profile-name.ts'

const namePattern = /^[a-z0-9][a-z0-9-]{0,59}$/

interface KeepMappingProps {
  readonly detail: ImportDetail
  readonly force: string
}

/** Keeps the mapping as a profile, so that the next file of the same system needs nothing. */
export function KeepMapping({ detail, force }: KeepMappingProps) {
  const client = useQueryClient()
  const profiles = useQuery(profilesQuery(force))
  const [typed, setTyped] = useState<string | null>(null)
  const keep = useMutation({
    mutationFn: (saveAs: string) => {
      const definition = asDefinition(detail.definition ?? {}, detail.kind)
      return readAs(force, detail.id, { kind: detail.kind, definition: toSend(definition), saveAs })
    },
    onSuccess: fresh => {
      client.setQueryData(importQuery(force, detail.id).queryKey, fresh)
      void client.invalidateQueries({ queryKey: profilesQuery(force).queryKey })
    },
  })
  const name = typed ?? profileNameFrom(detail.fileName)
  const known = profiles.data?.find(profile => profile.name === name)
  const fault = namePattern.test(name) ? nameTaken(known?.isBuiltIn) : 'Small letters, digits and hyphens only'
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!fault) keep.mutate(name)
  }
  return (
    <section className="card stack" aria-labelledby="keep-title">
      <h2 id="keep-title">Keep the mapping</h2>
      {detail.profile && keep.variables === detail.profile ? (
        <p role="status">
          Kept as <strong>{detail.profile}</strong>: the next file with these headings needs nothing.
        </p>
      ) : detail.profile ? (
        <p className="small second">Read by the profile {detail.profile}: the next such file needs nothing.</p>
      ) : (
        <form className={styles.keep} onSubmit={submit}>
          <TextInput
            label="Name of the profile"
            value={name}
            onChange={event => setTyped(event.currentTarget.value)}
            error={fault}
            description={known && !fault ? 'Replaces the profile of that name' : 'For the next file of this system'}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
          />
          <Button type="submit" variant="default" loading={keep.isPending} disabled={fault !== undefined}>
            Keep as a profile
          </Button>
          {keep.error && (
            <p className="notice bad" role="alert">
              {keep.error.message}
            </p>
          )}
        </form>
      )}
    </section>
  )
}

const nameTaken = (isBuiltIn?: boolean) => (isBuiltIn ? 'The profile of that name comes with Ringback' : undefined)
