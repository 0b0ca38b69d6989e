"""The figures in NumPy, by hand: every shared term once, chunks that stay in the cache, every operation into a buffer that
is there already; validity stays packed, eight rows a byte. Bitmaps become numbers by a table of 256 bytes by eight rows: none
of the other ways that were tried (unpackbits with a masked copy, putmask, where, an index) was faster over the whole."""
import sys

import numpy as np

from serve import (BIOGENIC_RDF, CO2, CO2_CLINKER, COAL_PER_GJ, COAL_PER_KWH, CUT, ETS_NCV, GBT_NCV, LIMITS, LINES,
                   THREE, Data, save_arrays, save_totals, serve)

CHUNK = int(sys.argv[2]) if len(sys.argv) > 2 else 32768
VALID = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1, bitorder="little").astype(np.float64)


class Chunked:
    """Buffers of one chunk and the pieces of the formulas that tasks share."""

    def __init__(self, data):
        self.d = data
        self.i = {name: k for k, name in enumerate(data.inputs)}
        self.mask = np.empty((6, CHUNK // 8, 8))
        self.default = np.empty((CHUNK // 8, 8))
        self.fuel = np.empty((5, CHUNK))
        self.sub = np.empty((3, CHUNK))
        self.raw = np.empty((3, CHUNK))
        self.power = np.empty((2, CHUNK))
        self.t = np.empty((12, CHUNK))
        self.flag = np.empty((3, CHUNK), bool)
        self.missing = {name: (1 - VALID) * ncv for name, ncv in ETS_NCV.items()}
        self.missing_gb = {name: (1 - VALID) * ncv for name, ncv in GBT_NCV.items()}

    def chunks(self):
        for start in range(0, self.d.rows, CHUNK):
            yield slice(start, min(start + CHUNK, self.d.rows)), slice(start // 8, min(start + CHUNK, self.d.rows) // 8)

    def open(self, first, count, b, n):
        """The masks of some columns as numbers."""
        mask = self.mask[:count, :n // 8]
        if n == CHUNK:
            VALID.take(self.d.bits[first:first + count, b], axis=0, out=mask, mode="clip")
        else:
            mask = VALID.take(self.d.bits[first:first + count, b], axis=0)
        return mask.reshape(count, n)

    def observed(self, out, first, count, s, b):
        """Columns whose absence counts as zero."""
        n = s.stop - s.start
        return np.multiply(self.d.values[first:first + count, s], self.open(first, count, b, n), out=out[:count, :n])

    def heat(self, out, mass, name, table, s, b):
        """Mass by calorific value, the default where none was observed."""
        n, k = s.stop - s.start, self.i[name + "_ncv"]
        np.multiply(self.d.values[k, s], self.open(k, 1, b, n)[0], out=out)
        default = self.default[:n // 8]
        table[name].take(self.d.bits[k, b], axis=0, out=default, mode="clip")
        np.add(out, default.reshape(n), out=out)
        return np.multiply(out, mass, out=out)

    def zero(self, x, bits, b):
        """Remembers where a divisor is zero, a bit a row."""
        flag = self.flag[0, :len(x)]
        np.equal(x, 0, out=flag)
        bits[b] = np.packbits(flag, bitorder="little")


class Figures(Chunked):
    def __init__(self, data, wanted):
        super().__init__(data)
        self.wanted = wanted
        self.o = {name: k for k, name in enumerate(wanted)}
        self.y = np.zeros((len(wanted), data.rows))
        self.ok = np.zeros((len(wanted), data.bits.shape[1]), np.uint8)
        self.no = {name: np.zeros(data.bits.shape[1], np.uint8) for name in ("clinker", "heat", "mass", "raw", "baseline")}

    def grade(self, x, limits, out):
        flag = self.flag[:, :len(x)]
        for k, limit in enumerate(limits):
            np.greater(x, limit, out=flag[k])
        sum_ = flag.view(np.uint8)
        np.add(sum_[0], sum_[1], out=sum_[0])
        np.add(sum_[0], sum_[2], out=sum_[0])
        np.add(sum_[0], 1, out=sum_[0])
        np.bitwise_and(sum_[0], 3, out=sum_[0])
        out[...] = sum_[0]

    def all(self):
        for s, b in self.chunks():
            self.chunk(s, b)
        self.validity()
        return self.y, self.ok

    def chunk(self, s, b):
        d, i, o, y, n = self.d, self.i, self.o, self.y, s.stop - s.start
        t, add, mul, sub = self.t[:, :n], np.add, np.multiply, np.subtract
        per, heat_e, petcoke, e, g, x, fossil, rdf, bio, per_heat, per_baseline, z = t
        clinker = d.values[i["clinker"], s]
        np.divide(1.0, clinker, out=per)
        self.zero(clinker, self.no["clinker"], b)
        coal, coke, diesel, rdf_mass, bio_mass = fuel = self.observed(self.fuel, i["coal"], 5, s, b)
        # CO2
        out = lambda name: y[o[name], s]
        coal_co2, coke_co2, diesel_co2 = out("coal_co2"), out("petcoke_co2"), out("diesel_co2")
        mul(self.heat(coal_co2, coal, "coal", self.missing, s, b), CO2["coal"], out=coal_co2)
        mul(self.heat(coke_co2, coke, "petcoke", self.missing, s, b), CO2["petcoke"], out=coke_co2)
        mul(self.heat(diesel_co2, diesel, "diesel", self.missing, s, b), CO2["diesel"], out=diesel_co2)
        total, process, line = out("fuel_co2"), out("process_co2"), out("line_co2")
        add(coal_co2, coke_co2, out=total)
        add(total, diesel_co2, out=total)
        slag, ash, steel = subs = self.observed(self.sub, i["carbide_slag"], 3, s, b)
        add(slag, ash, out=x)
        add(x, steel, out=x)  # all substitutes
        mul(slag, CUT["carbide_slag"], out=e)
        mul(ash, CUT["fly_ash"], out=ash)
        mul(steel, CUT["steel_slag"], out=steel)
        add(e, ash, out=ash)
        add(ash, steel, out=ash)  # what is cut
        mul(clinker, CO2_CLINKER, out=process)
        sub(process, ash, out=process)
        add(total, process, out=line)
        mul(line, per, out=out("co2_intensity"))
        mul(per, 100 / CO2_CLINKER, out=g)
        mul(e, g, out=out("carbide_rate"))
        mul(ash, g, out=out("raw_carbonate_rate"))
        # raw materials
        lime, clay, sand = self.observed(self.raw, i["limestone"], 3, s, b)
        add(lime, clay, out=lime)
        add(lime, sand, out=lime)
        self.zero(lime, self.no["raw"], b)
        add(lime, x, out=lime)
        mul(x, 100.0, out=x)
        np.divide(x, lime, out=out("raw_mass_rate"))
        # heat by GB/T 2589
        self.heat(fossil, coal, "coal", self.missing_gb, s, b)
        mul(coke, d.values[i["petcoke_ncv"], s], out=petcoke)
        add(fossil, petcoke, out=fossil)
        self.heat(e, diesel, "diesel", self.missing_gb, s, b)
        add(e, fossil, out=e)
        # energy
        generated, own, recovered = self.observed(self.sub, i["waste_power"], 3, s, b)
        sub(e, recovered, out=e)
        mul(e, COAL_PER_GJ, out=e)
        sub(generated, own, out=generated)
        mul(generated, COAL_PER_KWH, out=generated)
        sub(e, generated, out=e)
        coal_i, power_i, energy_i = out("coal_intensity"), out("power_intensity"), out("energy_intensity")
        mul(e, per, out=coal_i)
        mul(d.values[i["electricity"], s], per, out=power_i)
        mul(power_i, COAL_PER_KWH, out=energy_i)
        add(energy_i, coal_i, out=energy_i)
        self.grade(coal_i, LIMITS["coal"], out("coal_grade"))
        self.grade(power_i, LIMITS["power"], out("power_grade"))
        self.grade(energy_i, LIMITS["energy"], out("energy_grade"))
        # substitution
        mul(rdf_mass, d.values[i["rdf_ncv"], s], out=rdf)
        mul(bio_mass, d.values[i["biomass_ncv"], s], out=bio)
        add(rdf, bio, out=g)
        add(fossil, g, out=z)
        self.zero(z, self.no["heat"], b)
        np.divide(100.0, z, out=per_heat)
        thermal = out("thermal_rate")
        mul(g, per_heat, out=thermal)
        out("gcca_rate")[...] = thermal
        mul(rdf, BIOGENIC_RDF, out=rdf)
        add(rdf, bio, out=rdf)
        mul(rdf, per_heat, out=out("biomass_rate"))
        mul(d.values[i["baseline"], s], clinker, out=z)
        mul(z, 1e-3, out=z)
        self.zero(z, self.no["baseline"], b)
        np.divide(100.0, z, out=per_baseline)
        left = out("coal_rate")
        mul(fossil, per_baseline, out=left)
        sub(100.0, left, out=left)
        pre = self.observed(self.power, i["pretreatment"], 1, s, b)[0]
        mul(pre, per_baseline, out=pre)
        sub(left, pre, out=out("baseline_rate"))
        add(rdf_mass, bio_mass, out=g)
        add(coal, coke, out=z)
        add(z, g, out=z)
        self.zero(z, self.no["mass"], b)
        mul(g, 100.0, out=g)
        np.divide(g, z, out=out("mass_rate"))

    def conditions(self):
        """Words of 64 rows: clinker was made, fuel was told, the heats are known."""
        v = {name: self.d.bits[k].view(np.uint64) for name, k in self.i.items()}
        no_clinker = self.no["clinker"].view(np.uint64)
        made = v["clinker"] & ~no_clinker
        told = v["coal"] | v["petcoke"] | v["diesel"] | v["rdf"] | v["biomass"] | v["clinker"] & no_clinker
        fossil = told & ~(v["petcoke"] & ~v["petcoke_ncv"])
        heat = fossil & ~(v["rdf"] & ~v["rdf_ncv"]) & ~(v["biomass"] & ~v["biomass_ncv"])
        return v, made, told, fossil, heat

    def validity(self):
        v, made, told, fossil, heat = self.conditions()
        no = {name: bits.view(np.uint64) for name, bits in self.no.items()}
        by_heat, by_baseline = heat & ~no["heat"], heat & v["clinker"] & v["baseline"] & ~no["baseline"]
        power = v["electricity"] & made
        words = {"coal_co2": v["coal"], "petcoke_co2": v["petcoke"], "diesel_co2": v["diesel"], "fuel_co2": told,
                 "process_co2": v["clinker"], "line_co2": told & v["clinker"], "co2_intensity": told & made,
                 "carbide_rate": made, "coal_intensity": fossil & made, "power_intensity": power,
                 "energy_intensity": fossil & power, "coal_grade": fossil & made, "power_grade": power,
                 "energy_grade": fossil & power, "thermal_rate": by_heat, "coal_rate": by_baseline,
                 "baseline_rate": by_baseline, "mass_rate": told & ~no["mass"], "gcca_rate": by_heat,
                 "biomass_rate": by_heat, "raw_mass_rate": ~no["raw"], "raw_carbonate_rate": made}
        for name, k in self.o.items():
            self.ok[k].view(np.uint64)[:] = words[name]


class Three(Figures):
    """Only three figures, hence only what they need."""

    def co2(self, s, b, coal, coke, diesel, clinker, line):
        """Fuel CO2 into self.t[11], the line's into `line`."""
        n = s.stop - s.start
        fuel, x = self.t[11, :n], self.t[10, :n]
        np.multiply(self.heat(fuel, coal, "coal", self.missing, s, b), CO2["coal"], out=fuel)
        np.multiply(self.heat(x, coke, "petcoke", self.missing, s, b), CO2["petcoke"], out=x)
        np.add(fuel, x, out=fuel)
        np.multiply(self.heat(x, diesel, "diesel", self.missing, s, b), CO2["diesel"], out=x)
        np.add(fuel, x, out=fuel)
        slag, ash, steel = self.observed(self.sub, self.i["carbide_slag"], 3, s, b)
        np.multiply(clinker, CO2_CLINKER, out=x)
        for part, cut in ((slag, CUT["carbide_slag"]), (ash, CUT["fly_ash"]), (steel, CUT["steel_slag"])):
            np.multiply(part, cut, out=part)
            np.subtract(x, part, out=x)
        return fuel, np.add(fuel, x, out=line)

    def energy(self, s, b, coal, coke, diesel, clinker, out):
        """Standard coal of the line, electricity's included, into `out`; the fossil kiln heat into self.t[1]."""
        d, i, n = self.d, self.i, s.stop - s.start
        fossil, x = self.t[1, :n], self.t[10, :n]
        self.heat(fossil, coal, "coal", self.missing_gb, s, b)
        np.multiply(coke, d.values[i["petcoke_ncv"], s], out=x)
        np.add(fossil, x, out=fossil)
        self.heat(out, diesel, "diesel", self.missing_gb, s, b)
        np.add(out, fossil, out=out)
        generated, own, recovered = self.observed(self.sub, i["waste_power"], 3, s, b)
        np.subtract(out, recovered, out=out)
        np.multiply(out, COAL_PER_GJ, out=out)
        np.subtract(generated, own, out=generated)
        np.subtract(d.values[i["electricity"], s], generated, out=generated)
        np.multiply(generated, COAL_PER_KWH, out=generated)
        return fossil, np.add(out, generated, out=out)

    def chunk(self, s, b):
        d, i, y, n = self.d, self.i, self.y, s.stop - s.start
        per, _, rdf, bio, heat = self.t[:5, :n]
        intensity, energy, thermal = y[:, s]
        clinker = d.values[i["clinker"], s]
        np.divide(1.0, clinker, out=per)
        self.zero(clinker, self.no["clinker"], b)
        coal, coke, diesel, rdf_mass, bio_mass = self.observed(self.fuel, i["coal"], 5, s, b)
        self.co2(s, b, coal, coke, diesel, clinker, intensity)
        np.multiply(intensity, per, out=intensity)
        fossil, _ = self.energy(s, b, coal, coke, diesel, clinker, energy)
        np.multiply(energy, per, out=energy)
        np.multiply(rdf_mass, d.values[i["rdf_ncv"], s], out=rdf)
        np.multiply(bio_mass, d.values[i["biomass_ncv"], s], out=bio)
        np.add(rdf, bio, out=rdf)
        np.add(fossil, rdf, out=heat)
        self.zero(heat, self.no["heat"], b)
        np.multiply(rdf, 100.0, out=rdf)
        np.divide(rdf, heat, out=thermal)

    def validity(self):
        v, made, told, fossil, heat = self.conditions()
        ok = self.ok.view(np.uint64)
        np.bitwise_and(told, made, out=ok[0])
        np.bitwise_and(fossil & made, v["electricity"], out=ok[1])
        np.bitwise_and(heat, ~self.no["heat"].view(np.uint64), out=ok[2])


class Totals(Three):
    """Totals by line, of sums without the divisions: the mean intensity by clinker is coal by clinker."""

    def __init__(self, data):
        super().__init__(data, [])
        self.groups = data.groups.astype(np.intp)

    def add(self, at, s, mask, x=None):
        weights = mask if x is None else np.multiply(x, mask, out=x)
        self.sums[at] += np.bincount(self.groups[s], weights=weights, minlength=LINES)

    def opened(self, bits, n):
        mask = self.mask[0, :n // 8]
        VALID.take(bits, axis=0, out=mask, mode="clip")
        return mask.reshape(n)

    def chunk(self, s, b):
        d, i, n = self.d, self.i, s.stop - s.start
        clinker = d.values[i["clinker"], s]
        coal, coke, diesel, _, _ = self.observed(self.fuel, i["coal"], 5, s, b)
        energy, line, weight = self.t[2, :n], self.t[3, :n], self.t[4, :n]
        self.zero(clinker, self.no["clinker"], b)
        v = {name: d.bits[k, b] for name, k in i.items()}
        told = v["coal"] | v["petcoke"] | v["diesel"] | v["rdf"] | v["biomass"] | v["clinker"] & self.no["clinker"][b]
        self.energy(s, b, coal, coke, diesel, clinker, energy)
        fuel, _ = self.co2(s, b, coal, coke, diesel, clinker, line)
        self.add(1, s, self.opened(told, n), fuel)
        mask = self.opened(told & v["clinker"], n)
        self.add(4, s, mask)
        self.add(0, s, mask, line)
        known = told & ~(v["petcoke"] & ~v["petcoke_ncv"]) & v["electricity"] & v["clinker"] & ~self.no["clinker"][b]
        mask = self.opened(known, n)
        self.add(3, s, mask, np.multiply(clinker, 1, out=weight))
        self.add(2, s, mask, energy)

    def totals(self):
        self.sums = np.zeros((5, LINES))
        for s, b in self.chunks():
            self.chunk(s, b)
        self.sums[2] /= self.sums[3]
        return self.sums


def main():
    data = Data(sys.argv[1])
    np.seterr(all="ignore")
    every, three, totals = Figures(data, data.outputs), Three(data, list(THREE)), Totals(data)
    save = lambda path, kept: save_arrays(path, *kept)
    serve({"all": (every.all, save), "three": (three.all, save), "totals": (totals.totals, save_totals)})


if __name__ == "__main__":
    main()
