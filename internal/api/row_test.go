package api

import (
	"bytes"
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"linli/internal/clock"
)

// TestRows writes lists by hand and by reflection, and wants the same bytes: with every field filled, with every field
// empty, and with texts that need escaping.
func TestRows(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 5_000_000, clock.Zone)
	full := func(text string) Row {
		var r Row
		v := reflect.ValueOf(&r).Elem()
		for i := range v.NumField() {
			switch f := v.Field(i); f.Interface().(type) {
			case string:
				f.SetString(fmt.Sprint(text, i))
			case int64:
				f.SetInt(int64(i) + 1000)
			case time.Time:
				f.Set(reflect.ValueOf(at))
			case *time.Time:
				due := at.Add(time.Hour)
				f.Set(reflect.ValueOf(&due))
			default:
				t.Fatalf("a row has a field of type %s: write it too", f.Type())
			}
		}
		return r
	}
	for name, list := range map[string]Items[Row]{
		"none":    {Items: []Row{}},
		"empty":   {Items: []Row{{}}},
		"full":    {Items: []Row{full("楼道的灯不亮了"), full("x")}, Next: "51"},
		"escaped": {Items: []Row{full("“\"\\/\n\t\x00\x7f<&>\u2028"), full("\xff\xfe")}, Next: "\""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got, want bytes.Buffer
			if err := marshal(&got, list); err != nil {
				t.Fatal(err)
			}
			if err := huma.DefaultJSONFormat.Marshal(&want, list); err != nil {
				t.Fatal(err)
			}
			if name == "escaped" { // the lines' own separators may stand as they are
				got = *bytes.NewBuffer(bytes.ReplaceAll(got.Bytes(), []byte("\u2028"), []byte(`\u2028`)))
			}
			if got.String() != want.String() {
				t.Errorf("got\n%s\nwant\n%s", &got, &want)
			}
		})
	}
}
