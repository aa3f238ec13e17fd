package person

import (
	"context"
	"strings"

	"linli/internal/store"
)

// Search reads at most limit people by a part of their name, or by a whole phone number: those with an account first,
// then by name. An empty q finds everybody.
func (s *Service) Search(ctx context.Context, r store.Reader, realm, q string, limit int) ([]Person, error) {
	b := store.Query(`select `+columns+` from person where realm = ?`, realm)
	if phone := CleanPhone(q); ValidPhone(phone) {
		b.Add(`and phone_digest = ?`, s.digest(realm, phoneUse, phone))
	} else if q = cleanName(q); q != "" {
		b.Add(`and lower(name) like ? escape '\'`, "%"+escape.Replace(strings.ToLower(q))+"%")
	}
	return list(ctx, r, b.Add(`order by case when account <> '' then 0 else 1 end, name, id limit ?`, limit))
}

var escape = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)
