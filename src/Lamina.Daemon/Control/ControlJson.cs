using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lamina.Daemon.Control;

/// <summary>The JSON of the control API. A field that nobody knows is refused: a mistyped setting must not be ignored.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StatusReport))]
[JsonSerializable(typeof(IpcpList))]
[JsonSerializable(typeof(NameList))]
[JsonSerializable(typeof(FlowList))]
[JsonSerializable(typeof(ShowReport))]
[JsonSerializable(typeof(CreateRequest))]
[JsonSerializable(typeof(BootstrapRequest))]
[JsonSerializable(typeof(EnrolRequest))]
[JsonSerializable(typeof(ConnectRequest))]
[JsonSerializable(typeof(ImpairRequest))]
[JsonSerializable(typeof(BindingRequest))]
[JsonSerializable(typeof(RegistrationRequest))]
[JsonSerializable(typeof(RuleRequest))]
[JsonSerializable(typeof(RuleSetRequest))]
[JsonSerializable(typeof(ReservationRequest))]
[JsonSerializable(typeof(PolicyList))]
[JsonSerializable(typeof(VerdictReport))]
[JsonSerializable(typeof(HealthReport))]
[JsonSerializable(typeof(InviteRequest))]
[JsonSerializable(typeof(TicketReport))]
[JsonSerializable(typeof(InvitationList))]
[JsonSerializable(typeof(JoinRequest))]
[JsonSerializable(typeof(JoinReport))]
[JsonSerializable(typeof(TraceRequest))]
[JsonSerializable(typeof(TraceReport))]
[JsonSerializable(typeof(DoneReport))]
[JsonSerializable(typeof(ErrorReport))]
public sealed partial class ControlJson : JsonSerializerContext;
