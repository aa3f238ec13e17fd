package ui

import "net/url"

// signIn is the address to sign in at and come back from.
func signIn(p Page) string {
	return SignInPath + "?" + url.Values{"back": {p.Path}}.Encode()
}
