namespace KeyValue;

/// <summary>Keys and values in memory, sorted, and who wants to hear of changes. Safe for many threads.</summary>
internal sealed class Store
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, byte[]> _values = new(StringComparer.Ordinal);
    private readonly List<Watch> _watches = [];

    public byte[]? Get(string key)
    {
        lock (_lock)
        {
            return _values.GetValueOrDefault(key);
        }
    }

    public void Put(string key, byte[] value)
    {
        lock (_lock)
        {
            _values[key] = value;
            Tell(new Change(key, value));
        }
    }

    /// <summary>False: there is no such key.</summary>
    public bool Delete(string key)
    {
        lock (_lock)
        {
            bool wasThere = _values.Remove(key);
            if (wasThere)
            {
                Tell(new Change(key, null));
            }

            return wasThere;
        }
    }

    /// <summary>The keys with a prefix that come after one, in their order.</summary>
    public string[] List(string prefix, string after)
    {
        lock (_lock)
        {
            return [.. _values.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(key, after) > 0)];
        }
    }

    /// <summary>From now on every change is told, in the order in which they happen.</summary>
    /// <param name="prefix">Of the keys that matter.</param>
    /// <param name="tell">Must not block: everybody waits for it.</param>
    /// <returns>Ends it.</returns>
    public IDisposable Subscribe(string prefix, Action<Change> tell)
    {
        var watch = new Watch(this, prefix, tell);
        lock (_lock)
        {
            _watches.Add(watch);
        }

        return watch;
    }

    private void Tell(Change change)
    {
        foreach (Watch watch in _watches)
        {
            if (change.Key.StartsWith(watch.Prefix, StringComparison.Ordinal))
            {
                watch.Tell(change);
            }
        }
    }

    private sealed record Watch(Store Store, string Prefix, Action<Change> Tell) : IDisposable
    {
        public void Dispose()
        {
            lock (Store._lock)
            {
                Store._watches.RemoveAll(other => ReferenceEquals(other, this));
            }
        }
    }
}
