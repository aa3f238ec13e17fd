package api

import (
	"errors"
	"net/http"
	"regexp"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"linli/internal/fault"
	"linli/internal/lang"
)

// refused words what huma itself refuses: a body that is not JSON, or has not the form that the document says.
func refused(ctx huma.Context, status int, msg string, errs ...error) huma.StatusError {
	v := of(ctx.Context())
	if v.request == "" {
		r, _ := humago.Unwrap(ctx)
		v = visitOf(r)
	}
	e := &Error{status: status, Kind: fault.Invalid.String(), Request: v.request}
	says := lang.T("请求的内容不对，请按接口文档核对", "The request is not as the document of the API says.")
	switch {
	case status == http.StatusBadRequest:
		e.status = http.StatusUnprocessableEntity
	case status == http.StatusRequestEntityTooLarge:
		e.Kind, says = fault.TooLarge.String(), lang.T("请求的内容太大，最多 1 MB；照片和文件请先单独上传", "The body is too large: at most 1 MB. Send photos and papers first, by themselves.")
	case status == http.StatusNotFound:
		e.Kind, says = fault.NotFound.String(), lang.T("没有这个接口", "There is no such address in the API.")
	case status == http.StatusUnsupportedMediaType:
		says = lang.T("内容要用 JSON，请写 Content-Type: application/json", "The body must be JSON; say Content-Type: application/json.")
	case status == http.StatusNotAcceptable:
		says = lang.T("只能回答 JSON，请写 Accept: application/json", "Only JSON can be answered; say Accept: application/json.")
	case status >= 500:
		e.Kind, says = fault.Internal.String(), lang.T("出了问题，已经记下来", "Something went wrong; it is on record.")
	}
	e.Message = says.In(v.lang)
	for _, err := range errs {
		var d *huma.ErrorDetail
		if errors.As(err, &d) {
			name, says := plainly(strings.TrimPrefix(strings.TrimPrefix(d.Location, "body."), "query."), d.Message)
			e.Fields = append(e.Fields, ErrorField{name, says.In(v.lang)})
		} else if err != nil {
			_, says := plainly("", err.Error())
			e.Fields = append(e.Fields, ErrorField{"", says.In(v.lang)})
		}
	}
	return e
}

// wordings are what huma says of a value, and how it is said here: the field, or "" for the one at fault, and the words.
var wordings = []struct {
	says *regexp.Regexp
	word func(found []string) (field string, words lang.Text)
}{
	{regexp.MustCompile(`^expected required property (\S+) to be present$`), func(f []string) (string, lang.Text) {
		return f[1], lang.T("缺少这一项", "is missing")
	}},
	{regexp.MustCompile(`^unexpected property$`), about("没有这一项，请核对名称", "is not known; check its name")},
	{regexp.MustCompile(`^expected boolean`), about("要填 true 或 false", "must be true or false")},
	{regexp.MustCompile(`^expected (integer|number)$`), about("要填数字", "must be a number")},
	{regexp.MustCompile(`^expected string$`), about("要填文字", "must be text")},
	{regexp.MustCompile(`^expected array$`), about("要填列表", "must be a list")},
	{regexp.MustCompile(`^expected object$`), about("要填对象", "must be an object")},
	{regexp.MustCompile(`^expected value to be one of "(.*)"$`), func(f []string) (string, lang.Text) {
		return "", lang.F("要从这些里选一个：%s", "must be one of: %s", f[1])
	}},
	{regexp.MustCompile(`^expected number >= (\S+)$`), func(f []string) (string, lang.Text) {
		return "", lang.F("不能小于 %s", "must be at least %s", f[1])
	}},
	{regexp.MustCompile(`^expected number <= (\S+)$`), func(f []string) (string, lang.Text) {
		return "", lang.F("不能大于 %s", "must be at most %s", f[1])
	}},
	{regexp.MustCompile(`^expected length >= (\d+)$`), func(f []string) (string, lang.Text) {
		return "", lang.F("至少 %s 个字", "needs at least %s characters", f[1])
	}},
	{regexp.MustCompile(`^expected length <= (\d+)$`), func(f []string) (string, lang.Text) {
		return "", lang.F("最多 %s 个字", "may have at most %s characters", f[1])
	}},
	{regexp.MustCompile(`^expected array length <= (\d+)$`), func(f []string) (string, lang.Text) {
		return "", lang.F("最多 %s 个", "may have at most %s entries", f[1])
	}},
	{regexp.MustCompile(`^unknown content type`), about("要用 application/json", "must be application/json")},
	{regexp.MustCompile(`^request body is required$`), about("请求里没有内容", "the request has no body")},
	{regexp.MustCompile(`^(invalid (integer|float|boolean)|strconv\.)`), about("要填数字", "must be a number")},
	{regexp.MustCompile(`(invalid character|unexpected end of JSON|unexpected EOF|json: )`), about("不是完整的 JSON", "is not well-formed JSON")},
}

func about(zh, en string) func([]string) (string, lang.Text) {
	return func([]string) (string, lang.Text) { return "", lang.T(zh, en) }
}

// plainly words what huma says of a field. What is not known is left as it is: it is better than nothing.
func plainly(field, says string) (string, lang.Text) {
	for _, w := range wordings {
		if found := w.says.FindStringSubmatch(says); found != nil {
			name, words := w.word(found)
			if name != "" && field != "" && field != "body" {
				name = field + "." + name
			} else if name == "" {
				name = field
			}
			return name, words
		}
	}
	return field, lang.Same(says)
}
