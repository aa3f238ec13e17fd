package placeweb

import "linli/internal/place"

// areaPath is the address of an area's page.
func areaPath(a place.Area) string { return "/" + a.Realm + "/areas/" + a.ID }
