package demo

// everything is the fourteen realms, in the order in which they are booked.
func everything() []set {
	var all []set
	for _, some := range []func() []set{haiyue, zhufang, nanmen, binhu, longteng} {
		all = append(all, some()...)
	}
	return all
}
