// Passkeys: the device makes or uses one, and its answer is sent with the form as anything else that was typed. Forms that
// ask for one are hidden where a browser knows none.
type Json = { [name: string]: any }

const bytes = (s: string): ArrayBuffer => {
  const plain = atob(s.replace(/-/g, '+').replace(/_/g, '/'))
  const b = new Uint8Array(plain.length)
  for (let i = 0; i < plain.length; i++) b[i] = plain.charCodeAt(i)
  return b.buffer
}

const text = (b: ArrayBuffer | null): string | undefined => {
  if (!b) return undefined
  let s = ''
  new Uint8Array(b).forEach(n => (s += String.fromCharCode(n)))
  return btoa(s).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}

const opened = (o: Json): Json => {
  o.challenge = bytes(o.challenge)
  if (o.user) o.user.id = bytes(o.user.id)
  for (const list of ['excludeCredentials', 'allowCredentials']) {
    for (const c of o[list] || []) c.id = bytes(c.id)
  }
  return o
}

const closed = (c: any): string => {
  const r = c.response
  return JSON.stringify({
    id: c.id, rawId: text(c.rawId), type: c.type, clientExtensionResults: c.getClientExtensionResults(),
    authenticatorAttachment: c.authenticatorAttachment || undefined,
    response: {
      clientDataJSON: text(r.clientDataJSON), attestationObject: text(r.attestationObject || null),
      authenticatorData: text(r.authenticatorData || null), signature: text(r.signature || null), userHandle: text(r.userHandle || null),
      transports: r.getTransports ? r.getTransports() : undefined,
    },
  })
}

const ask = async (form: HTMLFormElement): Promise<void> => {
  const answer = await fetch(form.action + '/options', { method: 'POST', credentials: 'same-origin' })
  if (!answer.ok) return
  const publicKey: any = opened((await answer.json()).publicKey)
  const made = form.dataset.passkey === 'make' ? await navigator.credentials.create({ publicKey }) : await navigator.credentials.get({ publicKey })
  if (!made) return
  form.querySelector<HTMLInputElement>('[name=response]')!.value = closed(made)
  form.submit()
}

if ('PublicKeyCredential' in window) {
  document.querySelectorAll<HTMLFormElement>('form[data-passkey]').forEach(form => {
    form.hidden = false
    form.addEventListener('submit', e => {
      e.preventDefault()
      ask(form).catch(() => undefined) // the person stopped it, or the device has none: the password is still there
    })
  })
}

export {}
