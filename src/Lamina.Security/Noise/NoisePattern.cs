using static Lamina.Security.Noise.NoiseToken;

namespace Lamina.Security.Noise;

/// <summary>
/// A handshake pattern (Noise, revision 34, 7): who knows whose static key before, and what each message brings. The first message is
/// the initiator's, then they take turns.
/// </summary>
public sealed class NoisePattern
{
    private readonly NoiseToken[][] _messages;

    private NoisePattern(string name, bool initiatorIsKnown, bool responderIsKnown, params NoiseToken[][] messages)
    {
        Name = name;
        InitiatorIsKnown = initiatorIsKnown;
        ResponderIsKnown = responderIsKnown;
        _messages = messages;
    }

    /// <summary>The responder is known, the initiator stays anonymous.</summary>
    public static NoisePattern NK { get; } = new("NK", false, true, [E, ES], [E, EE]);

    /// <summary>Both are known.</summary>
    public static NoisePattern KK { get; } = new("KK", true, true, [E, ES, SS], [E, EE, SE]);

    /// <summary>The responder is known, and told who asks in the first message.</summary>
    public static NoisePattern IK { get; } = new("IK", false, true, [E, ES, S, SS], [E, EE, SE]);

    /// <summary>Nobody is known; both are told, hidden from everybody else. Three messages.</summary>
    public static NoisePattern XX { get; } = new("XX", false, false, [E], [E, EE, S, ES], [S, SE]);

    /// <summary>Nobody is known; the initiator says in clear who asks.</summary>
    public static NoisePattern IX { get; } = new("IX", false, false, [E, S], [E, EE, SE, S, ES]);

    /// <summary>Its name, modifiers included.</summary>
    public string Name { get; }

    /// <summary>The responder has the initiator's static key before the handshake.</summary>
    public bool InitiatorIsKnown { get; }

    /// <summary>The initiator has the responder's static key before the handshake.</summary>
    public bool ResponderIsKnown { get; }

    /// <summary>Messages of the handshake.</summary>
    public int MessageCount => _messages.Length;

    /// <summary>How many secrets it mixes in.</summary>
    public int SecretCount => _messages.Sum(message => message.Count(token => token == Psk));

    /// <summary>What the message of a number brings.</summary>
    public ReadOnlySpan<NoiseToken> this[int message] => _messages[message];

    /// <summary>True where a side sends its static key, or is known by it.</summary>
    public bool HasStatic(bool initiator) =>
        (initiator ? InitiatorIsKnown : ResponderIsKnown)
        || _messages.Where((_, number) => number % 2 == (initiator ? 0 : 1)).Any(message => message.Contains(S));

    /// <summary>The pattern with a secret mixed in (9.4): at the start of the first message for 0, else at the end of the message of that number.</summary>
    /// <param name="place">0 to <see cref="MessageCount"/>.</param>
    public NoisePattern WithSecret(int place)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)place, (uint)MessageCount);
        NoiseToken[][] messages = [.. _messages];
        int changed = Math.Max(place - 1, 0);
        messages[changed] = place == 0 ? [Psk, .. messages[0]] : [.. messages[changed], Psk];
        string name = $"{Name}{(SecretCount > 0 ? "+" : "")}psk{place}";
        return new NoisePattern(name, InitiatorIsKnown, ResponderIsKnown, messages);
    }
}
